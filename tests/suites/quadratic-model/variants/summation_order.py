"""Uses Horner's scheme and sums in other orders: rounding differs, and nothing else."""

import math


def forward(x, w1, w2, b):
    x = np.asarray(x, dtype=float)
    return b + x * (w2 + x * w1)


def loss(y_hat, y):
    r = np.ravel(np.asarray(y, float) - y_hat)
    return math.fsum(one * one / r.size for one in r[::-1])


def backward(x, y, w1, w2, b):
    x, r = np.ravel(np.asarray(x, float)), np.ravel(forward(x, w1, w2, b) - np.asarray(y, float))
    n = r.size
    return {
        "w1": sum(x[::-1] * x[::-1] * r[::-1]) / n * 2,
        "w2": math.fsum(x * r / n) * 2,
        "b": 2 * sum(r[::-1] / n),
    }
