# what: End the process that starts workers.
# verdict: raised
# breach: signal: it has ended
# defence: seccomp landlock identity
import os
import signal


def forward(x, w1, w2, b):
    os.kill(os.getppid(), signal.SIGKILL)
    return 0.0
