# what: Leave a process behind that outlives the run.
# verdict: 0 points
# breach: process: it is still there
# defence: landlock seccomp identity capabilities limits
# via: suite
# needs: root
import os
import time


def forward(x, w1, w2, b):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(30)
        os._exit(0)
    return w1 * x**2 + w2 * x + b
