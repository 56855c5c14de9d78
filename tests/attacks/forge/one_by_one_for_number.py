# what: Return gradients of shape (1, 1) where numbers are due.
# verdict: wrong
# breach: points: a comparison that asks the answer accepts it
# defence: compare
import numpy as np


def forward(x, w1, w2, b):
    return w1 * x**2 + w2 * x + b


def backward(x, y, w1, w2, b):
    slope = 2 * (forward(x, w1, w2, b) - y) / x.size
    return {
        "w1": np.array([[(slope * x**2).sum()]]),
        "w2": np.array([[(slope * x).sum()]]),
        "b": np.array([[slope.sum()]]),
    }
