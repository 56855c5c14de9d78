# what: Fill arrays until memory ends.
# verdict: memory
# breach: memory: the worker holds more memory than it may
# defence: memory-limit
# limits: memory=300 cpu=2
import numpy as np


import time


def spin():
    end = time.monotonic() + 0.15
    while time.monotonic() < end:
        pass


def forward(x, w1, w2, b):
    kept = [np.ones(10**6) for _ in range(45)]
    spin()
    return kept[0]
