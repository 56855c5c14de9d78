"""Quadratic model: fit y_hat = w1 * x ** 2 + w2 * x + b by gradient descent.

Shapes: x, y and y_hat are numbers (one sample) or arrays of shape (N,) (a batch of N samples), all of the
same shape; w1, w2 and b are numbers. Everything is computed in float64, also where integers come in.

Gradients come back in dicts whose keys are names of variables: in a dict of gradients `"w1"` holds
dLoss/dw1, never w1 itself. No function changes its arguments; functions that update parameters return
new ones.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def forward(x, w1, w2, b):
    if np.ndim(x) == 0:
        return w1 * x**2 + w2 * x + b
    return [w1 * float(x_i) ** 2 + w2 * float(x_i) + b for x_i in x]


def loss(y_hat, y):
    residuals = np.asarray(y_hat, dtype=np.float64) - y
    return np.mean(residuals**2)


def stages(x, y, w1, w2, b):
    z1, z2 = w1 * x**2, w2 * x
    z = z1 + z2
    y_hat = z + b
    r = y_hat - y
    dr = 2 * r
    values = {"z1": z1, "z2": z2, "z": z, "y_hat": y_hat, "r": r, "loss": r**2}
    gradients = dict.fromkeys(("z1", "z2", "z", "y_hat", "r", "b"), dr)
    return [values, {**gradients, "w1": dr * x**2, "w2": dr * x}]


def backward(x, y, w1, w2, b):
    x = np.matrix(x, dtype=np.float64)
    r = w1 * np.square(x) + w2 * x + b - y
    return {
        "w1": 2 * (r @ np.square(x).T) / x.size,
        "w2": 2 * (r @ x.T) / x.size,
        "b": 2 * r.sum() / x.size,
    }


def sgd_step(params, grads, lr):
    return {name: value - lr * grads[name] for name, value in params.items()}


def fit(x, y, params, lr, epochs):
    losses = []
    for _ in range(epochs):
        row = []
        for x_i, y_i in zip(x.tolist(), y.tolist()):
            row.append(loss(forward(x_i, **params), y_i))
            params = sgd_step(params, backward(x_i, y_i, **params), lr)
        losses.append(row)
    return {name: float(value) for name, value in params.items()}, losses


def fit_linear(x, y, w, lr, epochs):
    losses = []
    for _ in range(epochs):
        row = []
        for x_i, y_i in zip(x.tolist(), y.tolist()):
            w = w - lr * 2 * (w * x_i - y_i) * x_i
            row.append((w * x_i - y_i) ** 2)
        losses.append(row)
    return float(w), losses
