# what: Open pipes, whose contents are the kernel's memory.
# verdict: raised
# breach: handle: the worker holds pipes
# defence: seccomp
# needs: root
import os
import time


def forward(x, w1, w2, b):
    pipes = [os.pipe() for _ in range(8)]
    time.sleep(0.05)
    return float(len(pipes))
