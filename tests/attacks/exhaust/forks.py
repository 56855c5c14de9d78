# what: Fork, and let the children fork.
# verdict: raised
# breach: process: there are more processes than the worker
# defence: seccomp limits
import os
import time


def forward(x, w1, w2, b):
    for _ in range(3):  # a bomb with a short fuse: eight processes
        os.fork()
    time.sleep(0.1)
    if os.getpid() != MINE:
        os._exit(0)
    return 0.0


MINE = os.getpid()
