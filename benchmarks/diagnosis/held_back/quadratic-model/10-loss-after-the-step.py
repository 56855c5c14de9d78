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


def loss(y_hat, y):
    diff = np.asarray(y_hat, dtype="float64") - np.asarray(y, dtype="float64")
    return float((diff * diff).sum() / diff.size)


def stages(x, y, w1, w2, b):
    v = {}
    v["z1"] = w1 * x * x
    v["z2"] = w2 * x
    v["z"] = v["z1"] + v["z2"]
    v["y_hat"] = v["z"] + b
    v["r"] = v["y_hat"] - y
    v["loss"] = v["r"] ** 2
    g = {"r": 2 * v["r"]}
    g["y_hat"] = g["r"]  # minus sign is on y, not on y_hat
    g["b"] = g["y_hat"]
    g["z"] = g["y_hat"]
    g["z1"] = g["z"]
    g["z2"] = g["z"]
    g["w1"] = g["z1"] * x**2
    g["w2"] = g["z2"] * x
    return v, g


def backward(x: Any, y: Any, w1: float, w2: float, b: float) -> dict:
    x = np.asarray(x, dtype=np.float64).reshape(-1)
    features = np.stack([x**2, x, np.ones_like(x)])  # (3, N), the derivatives of y_hat
    r = features.T @ np.array([w1, w2, b], dtype=np.float64) - np.asarray(y, dtype=np.float64).reshape(-1)
    grad = 2 * features @ r / x.size
    return dict(zip(["w1", "w2", "b"], grad.tolist()))


def sgd_step(params, grads, lr):
    new = {}
    for key in params:
        new[key] = params[key] - lr * grads[key]
    return new


def fit(x, y, params, lr, epochs):
    p = {**params}
    losses = np.zeros((epochs, len(x)))
    for e in range(epochs):
        for i in range(len(x)):
            g = backward(x[i], y[i], p["w1"], p["w2"], p["b"])
            p = sgd_step(p, g, lr)
            # how good are we now
            losses[e, i] = loss(forward(x[i], p["w1"], p["w2"], p["b"]), y[i])
    return p, losses


def fit_linear(x, y, w, lr, epochs):
    n = len(x)
    flat = np.zeros(epochs * n)
    for step in range(epochs * n):
        i = step % n
        res = w * x[i] - y[i]
        flat[step] = res * res
        w = w - 2 * lr * res * x[i]
    return float(w), flat.reshape(epochs, n)
