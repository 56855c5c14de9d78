# what: Return a matrix, whose shape and product are not an array's.
# verdict: wrong
# breach: points: a comparison that asks the answer accepts it
# defence: compare
import numpy as np


def forward(x, w1, w2, b):
    return np.matrix(w1 * x**2 + w2 * x + b)
