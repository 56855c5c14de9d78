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
    stages = {}
    stages["z1"] = X @ params["W1"].T
    stages["h"] = activate(stages["z1"], activation)
    stages["z2"] = stages["h"] @ params["W2"].T
    stages["out"] = activate(stages["z2"], output_activation)
    return stages


def _half_sse(out, y):
    return 0.5 * np.square(out - y).sum()


def _mse(out, y):
    return np.square(out - y).sum() / (out.shape[0] * out.shape[1])


def _cross_entropy(out, y):
    return np.mean([np.logaddexp.reduce(row) - row[label] for row, label in zip(out, y)])


_LOSSES = {"half_sse": _half_sse, "mse": _mse, "cross_entropy": _cross_entropy}


def loss(out, y, kind):
    try:
        function = _LOSSES[kind]
    except KeyError:
        raise ValueError(f"unknown loss {kind}") from None
    return float(function(out, y))


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


def _delta_out(logits, target, kind, n):
    if kind == "half_sse":
        return logits - target
    if kind == "mse":
        return 2 * (logits - target) / (n * len(logits))
    if kind != "cross_entropy":
        raise ValueError(kind)
    p = np.exp(logits - logits.max())
    p /= p.sum()
    p[target] -= 1
    return p / n


def _chain(delta, a, kind):
    """multiply with the derivative of the activation, a is its output"""
    factor = {"identity": 1.0, "sigmoid": a * (1 - a), "tanh": 1 - a**2, "relu": (a > 0) * 1.0}[kind]
    return delta * factor


def backward(X, y, params, activation, kind, output_activation="identity"):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    n = len(X)
    total = {name: np.zeros(params[name].shape) for name in ("W1", "b1", "W2", "b2")}
    rows = {name: [] for name in ("out", "z2", "h", "z1", "X")}
    for x, target in zip(X, y):
        h = activate(W1 @ x + b1, activation)
        out = activate(W2 @ h + b2, output_activation)
        d_out = _delta_out(out, target, kind, n)
        d_z2 = _chain(d_out, out, output_activation)
        d_h = W2.T @ d_z2
        d_z1 = _chain(d_h, h, activation)
        total["W2"] += np.outer(d_z2, h)
        total["b2"] += d_z2
        total["W1"] += np.outer(d_z1, x)
        total["b1"] += d_z1
        for name, value in (("out", d_out), ("z2", d_z2), ("h", d_h), ("z1", d_z1), ("X", W1.T @ d_z1)):
            rows[name].append(value)
    return {**total, **{name: np.array(values) for name, values in rows.items()}}


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    p = dict(params)
    size = batch_size or len(X)
    record = []
    for _ in range(epochs):
        for k in range(0, len(X), size):
            rows, targets = X[k : k + size], y[k : k + size]
            hidden = activate(rows @ p["W1"].T + p["b1"], activation)
            record.append(loss(hidden @ p["W2"].T + p["b2"], targets, kind))
            grads = backward(rows, targets, p, activation, kind)
            p = {name: p[name] - lr * grads[name] for name in p}
    return p, np.array(record)
