# Quadratic model
from typing import Any

import numpy as np


def forward(x: Any, w1: float, w2: float, b: float) -> Any:
    # sum over coefficients and powers
    x = np.asarray(x).astype(np.float64)
    total = np.zeros(x.shape)
    for coefficient, power in ((b, 0), (w2, 1), (w1, 2)):
        total = total + coefficient * x**power
    return total


def loss(y_hat: Any, y: Any) -> float:
    r = np.ravel(np.asarray(y_hat, dtype=np.float64) - y)
    return float(np.dot(r, r)) / r.size


def stages(x, y, w1, w2, b):
    z1, z2 = w1 * x**2, w2 * x
    z = z1 + z2
    y_hat = z + b
    r = y_hat - y
    up = r + r  # d(r^2)/dr
    # every node between r and the products is an addition, so the gradient just passes
    grads = dict.fromkeys(["r", "y_hat", "z", "z1", "z2", "b"], up)
    grads.update(w1=up * x * x, w2=up * x)
    return dict(z1=z1, z2=z2, z=z, y_hat=y_hat, r=r, loss=r * r), grads


def backward(x: Any, y: Any, w1: float, w2: float, b: float) -> dict:
    x = np.asarray(x, dtype=np.float64).reshape(-1)
    features = np.stack([x**2, x, np.ones_like(x)])  # (3, N), the derivatives of y_hat
    r = features.T @ np.array([w1, w2, b], dtype=np.float64) - np.asarray(y, dtype=np.float64).reshape(-1)
    grad = features @ r / x.size
    return dict(zip(["w1", "w2", "b"], grad.tolist()))


def sgd_step(params, grads, lr):
    return dict((k, v + (-lr) * grads[k]) for k, v in params.items())


def fit(x, y, params, lr, epochs):
    theta = np.array([params[k] for k in ("w1", "w2", "b")], dtype=np.float64)
    rows = np.stack([np.asarray(x, float) ** 2, np.asarray(x, float), np.ones(len(x))], axis=1)
    losses = np.zeros((epochs, len(x)))
    for epoch in range(epochs):
        for i in range(len(x)):
            error = rows[i] @ theta - y[i]
            losses[epoch][i] = error**2
            theta = theta - lr * (2 * error * rows[i])
    return dict(zip(("w1", "w2", "b"), theta.tolist())), losses


def fit_linear(x, y, w, lr, epochs):
    n = len(x)
    flat = np.zeros(epochs * n)
    for step in range(epochs * n):
        i = step % n
        res = w * x[i] - y[i]
        flat[step] = res * res
        w = w - 2 * lr * res * x[i]
    return float(w), flat.reshape(epochs, n)
