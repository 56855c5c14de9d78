# what: The predictions are right, the gradients lack a factor of 2.
# verdict: 40 points
import numpy as np


def forward(x, w1, w2, b):
    x = np.asarray(x, dtype=np.float64)
    return w1 * x**2 + w2 * x + b


def backward(x, y, w1, w2, b):
    slope = 1.0 * (forward(x, w1, w2, b) - y) / np.size(x)
    return {"w1": (slope * x**2).sum(), "w2": (slope * x).sum(), "b": slope.sum()}
