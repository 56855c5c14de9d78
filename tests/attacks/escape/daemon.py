# what: Fork twice and leave the session, so that nobody knows the process any more.
# verdict: raised
# breach: process: a process goes on when the run is over
# defence: seccomp limits
import os
import time


def forward(x, w1, w2, b):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(30)
        os._exit(0)
    return 0.0
