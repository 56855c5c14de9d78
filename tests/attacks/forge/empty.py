# what: Return an array with no entries: nothing in it differs.
# verdict: wrong
# breach: points: a comparison that asks the answer accepts it
# defence: compare
import numpy as np


def forward(x, w1, w2, b):
    return np.zeros((0, 1))
