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


def forward(x: float | Array, w1: float, w2: float, b: float) -> float | Array:
    x = np.asarray(x, dtype=np.float64)
    return w1 * x**2 + w2 * x + b


def loss(y_hat: float | Array, y: float | Array) -> float:
    residual = np.asarray(y_hat, dtype=np.float64) - y
    return float(np.mean(residual**2))


def stages(x: float, y: float, w1: float, w2: float, b: float) -> tuple[dict[str, float], dict[str, float]]:
    z1 = w1 * x**2
    z2 = w2 * x
    z = z1 + z2
    y_hat = z + b
    r = y_hat - y
    values = {"z1": z1, "z2": z2, "z": z, "y_hat": y_hat, "r": r, "loss": r**2}

    dr = 2 * r
    dy_hat = dr * b
    dz, db = dy_hat, dy_hat
    dz1, dz2 = dz, dz
    dw1 = dz1 * x**2
    dw2 = dz2 * x
    gradients = {"z1": dz1, "z2": dz2, "z": dz, "y_hat": dy_hat, "r": dr, "w1": dw1, "w2": dw2, "b": db}
    return values, gradients


def backward(x: float | Array, y: float | Array, w1: float, w2: float, b: float) -> dict[str, float]:
    x = np.asarray(x, dtype=np.float64)
    dy_hat = 2 * (forward(x, w1, w2, b) - y)
    return {
        "w1": float(np.mean(dy_hat * x**2)),
        "w2": float(np.mean(dy_hat * x)),
        "b": float(np.mean(dy_hat)),
    }


def sgd_step(params: dict[str, float], grads: dict[str, float], lr: float) -> dict[str, float]:
    return {name: value - lr * grads[name] for name, value in params.items()}


def fit(
    x: Array, y: Array, params: dict[str, float], lr: float, epochs: int
) -> tuple[dict[str, float], Array]:
    params = dict(params)
    losses = np.zeros((epochs, len(x)))
    for epoch in range(epochs):
        for i in range(len(x)):
            losses[epoch, i] = loss(forward(x[i], **params), y[i])
            params = sgd_step(params, backward(x[i], y[i], **params), lr)
    return params, losses


def fit_linear(x: Array, y: Array, w: float, lr: float, epochs: int) -> tuple[float, Array]:
    losses = np.zeros((epochs, len(x)))
    for epoch in range(epochs):
        for i in range(len(x)):
            r = w * x[i] - y[i]
            losses[epoch, i] = r**2
            w = w - lr * 2 * r * x[i]
    return float(w), losses
