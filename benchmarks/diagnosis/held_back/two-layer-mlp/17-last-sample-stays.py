"""Two-layer MLP, my hand-in."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# D=1, H=2, K=1, ReLU and mse, for y = 2x + 3 on np.linspace(-1, 1, 10), lr 0.1, one step.
LINE = {
    "W1": np.array([[0.5], [-0.8]]),
    "b1": np.array([0.1, 0.2]),
    "W2": np.array([[0.7, -0.4]]),
    "b2": np.array([0.3]),
}

# D=2, H=3, K=1, ReLU and mse, for X = [[1, 2], [2, 3], [3, 4]] and y = [[1], [2], [3]], lr 0.01, 100 epochs.
PLANE = {
    "W1": np.array([[0.3, -0.1], [-0.6, 0.4], [0.5, 0.2]]),
    "b1": np.array([0.1, 0.05, -0.1]),
    "W2": np.array([[0.6, -0.3, 0.4]]),
    "b2": np.array([0.2]),
}

# D=2, H=2, K=1, sigmoid in both layers and half_sse, for X = [[1, 0.5]] and y = [[1]], lr 0.5, one step.
TEXTBOOK = {
    "W1": np.array([[0.5, -0.3], [0.2, 0.8]]),
    "b1": np.array([0.1, -0.2]),
    "W2": np.array([[0.7, -0.6]]),
    "b2": np.array([0.3]),
}


def activate(z: Array, kind: str) -> Array:
    values = np.array(z, dtype=np.float64)
    match kind:
        case "identity":
            return values
        case "tanh":
            return np.tanh(values)
        case "relu":
            return np.clip(values, 0.0, None)
        case "sigmoid":
            positive = values >= 0
            result = np.empty_like(values)
            result[positive] = 1 / (1 + np.exp(-values[positive]))
            e = np.exp(values[~positive])
            result[~positive] = e / (1 + e)
            return result
    raise ValueError(kind)


def activate_grad(z, kind):
    a = activate(z, kind)  # complains about unknown names
    slopes = {
        "identity": lambda: a * 0 + 1,
        "sigmoid": lambda: a - a**2,
        "relu": lambda: np.heaviside(a, 0.0),
        "tanh": lambda: (1 - a) * (1 + a),
    }
    return np.asarray(slopes[kind]())


def forward(X, params, activation, output_activation="identity"):
    W1, b1, W2, b2 = [params[k] for k in ["W1", "b1", "W2", "b2"]]
    # columns are samples while I compute, rows when I return
    Z1 = W1 @ X.T + b1.reshape(-1, 1)
    A1 = activate(Z1, activation)
    Z2 = W2 @ A1 + b2.reshape(-1, 1)
    A2 = activate(Z2, output_activation)
    return {"z1": Z1.T, "h": A1.T, "z2": Z2.T, "out": A2.T}


def loss(out, y, kind):
    out = np.asarray(out, dtype=float)
    if kind == "cross_entropy":
        top = np.max(out, axis=1)
        log_sum = top + np.log(np.sum(np.exp(out - top[:, None]), axis=1))
        right = np.take_along_axis(out, np.asarray(y).astype(int)[:, None], axis=1)[:, 0]
        return float(np.mean(log_sum - right))
    if kind not in ("mse", "half_sse"):
        raise ValueError("loss?")
    squares = (y - out) ** 2
    return float(squares.mean() if kind == "mse" else squares.sum() / 2)


def _softmax(logits):
    e = np.exp(logits - logits.max(axis=1)[:, np.newaxis])
    return e / e.sum(axis=1)[:, np.newaxis]


def loss_grad(out, y, kind):
    if kind == "half_sse":
        return np.subtract(out, y)
    if kind == "mse":
        n, k = out.shape
        return (out - y) * (2 / (n * k))
    if kind == "cross_entropy":
        grad = _softmax(out)
        grad[np.arange(out.shape[0]), y] -= 1.0
        return grad / out.shape[0]
    raise ValueError("unknown loss: " + kind)


def backward(X, y, params, activation, kind, output_activation="identity"):
    f = forward(X, params, activation, output_activation)
    dout = loss_grad(f["out"], y, kind)
    dz2 = dout * activate_grad(f["z2"], output_activation)
    dh = np.zeros(f["h"].shape)
    dz1 = np.zeros(f["z1"].shape)
    dX = np.zeros(X.shape)
    db1 = np.zeros(params["b1"].shape)
    db2 = np.zeros(params["b2"].shape)
    for i in range(len(X)):
        dh[i] = params["W2"].T @ dz2[i]
        dz1[i] = dh[i] * activate_grad(f["z1"][i], activation)
        dX[i] = params["W1"].T @ dz1[i]
        dW2 = np.outer(dz2[i], f["h"][i])
        dW1 = np.outer(dz1[i], X[i])
        db2 += dz2[i]
        db1 += dz1[i]
    return {"out": dout, "z2": dz2, "W2": dW2, "b2": db2, "h": dh, "z1": dz1, "W1": dW1, "b1": db1, "X": dX}


def _one_step(xb, yb, p, activation, kind, lr):
    """loss before the step and parameters after it"""
    f = forward(xb, p, activation)
    top = loss_grad(f["out"], yb, kind)
    low = np.einsum("nk,kh->nh", top, p["W2"]) * activate_grad(f["z1"], activation)
    change = {
        "W1": np.einsum("nh,nd->hd", low, xb),
        "b1": low.sum(axis=0),
        "W2": np.einsum("nk,nh->kh", top, f["h"]),
        "b2": top.sum(axis=0),
    }
    return loss(f["out"], yb, kind), {name: p[name] - lr * change[name] for name in change}


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    size = batch_size if batch_size is not None else len(X)
    p, losses = dict(params), []
    for _ in range(epochs):
        for start in range(0, len(X), size):
            now, p = _one_step(X[start : start + size], y[start : start + size], p, activation, kind, lr)
            losses.append(now)
    return p, np.asarray(losses)
