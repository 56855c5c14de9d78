# what: Open as many descriptors as there are.
# verdict: raised
# breach: handle: the process has a table of more than a thousand descriptors
# defence: boundary
import os
import time


def forward(x, w1, w2, b):
    for _ in range(1200):
        os.dup(0)
    time.sleep(0.05)
    return 0.0
