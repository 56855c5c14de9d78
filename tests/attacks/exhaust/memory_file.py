# what: Make a file that is nowhere but in memory, which no limit of memory counts.
# verdict: raised
# breach: handle: the worker holds a file in memory
# defence: seccomp
# needs: root
import os
import time


def forward(x, w1, w2, b):
    file = os.memfd_create("much")
    time.sleep(0.05)
    return float(file)
