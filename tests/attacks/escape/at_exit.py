# what: Make a file when the process ends.
# verdict: passed
# breach: beacon: a folder appears
# defence: boundary
import atexit
import os

atexit.register(os.mkdir, "@beacon@")


def forward(x, w1, w2, b):
    return w1 * x**2 + w2 * x + b
