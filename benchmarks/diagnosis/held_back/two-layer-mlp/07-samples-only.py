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


def activate(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "identity":
        return z + 0.0
    elif kind == "relu":
        return np.where(z > 0, z, 0.0)
    elif kind == "tanh":
        return np.tanh(z)
    elif kind == "sigmoid":
        # two formulas, so that exp never gets a big number
        small = np.exp(-np.abs(z))
        return np.where(z >= 0, 1.0, small) / (1.0 + small)
    else:
        raise ValueError("I do not know the activation " + str(kind))


def activate_grad(z, kind):
    a = activate(z, kind)  # complains about unknown names
    slopes = {
        "identity": lambda: a * 0 + 1,
        "sigmoid": lambda: a - a**2,
        "relu": lambda: np.heaviside(a, 0.0),
        "tanh": lambda: (1 - a) * (1 + a),
    }
    return np.asarray(slopes[kind]())


def _layer(rows, W, b, kind):
    """one layer, used twice"""
    z = np.dot(rows, np.transpose(W)) + b[np.newaxis, :]
    return z, activate(z, kind)


def forward(X, params, activation, output_activation="identity"):
    z1, h = _layer(X, params["W1"], params["b1"], activation)
    z2, out = _layer(h, params["W2"], params["b2"], output_activation)
    return {"z1": z1, "h": h, "z2": z2, "out": out}


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


def loss_grad(out, y, kind):
    n = len(out)
    if kind == "half_sse":
        return out - y
    if kind == "mse":
        return 2.0 * (out - y) / n
    if kind == "cross_entropy":
        e = np.exp(out - out.max(axis=1, keepdims=True))
        softmax = e / e.sum(axis=1, keepdims=True)
        one_hot = (np.arange(out.shape[1]) == np.asarray(y)[:, None]) * 1.0
        return (softmax - one_hot) / n
    raise ValueError(kind)


def _slope(a, kind):
    # derivative written with the output of the activation
    if kind == "sigmoid":
        return a * (1 - a)
    if kind == "tanh":
        return 1 - a * a
    if kind == "relu":
        return np.where(a > 0, 1.0, 0.0)
    return np.ones_like(a)


def _error(out, y, kind):
    if kind == "cross_entropy":
        e = np.exp(out - out.max(axis=1, keepdims=True))
        return (e / e.sum(axis=1, keepdims=True) - np.eye(out.shape[1])[y]) / len(out)
    return (out - y) * {"half_sse": 1.0, "mse": 2.0 / out.size}[kind]


def backward(X, y, params, activation, kind, output_activation="identity"):
    W1, W2 = params["W1"], params["W2"]
    # I need all stages here, so the forward pass once more
    h = activate(X @ W1.T + params["b1"], activation)
    out = activate(h @ W2.T + params["b2"], output_activation)
    if kind not in ("half_sse", "mse", "cross_entropy"):
        raise ValueError(kind)
    d_out = _error(out, y, kind)
    d_z2 = d_out * _slope(out, output_activation)
    d_h = d_z2 @ W2
    d_z1 = d_h * _slope(h, activation)
    result = {"out": d_out, "z2": d_z2, "h": d_h, "z1": d_z1, "X": d_z1 @ W1}
    for layer, delta, below in (("1", d_z1, X), ("2", d_z2, h)):
        result["W" + layer] = delta.T @ below
        result["b" + layer] = delta.sum(axis=0)
    return result


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    N = X.shape[0]
    if batch_size is None:
        batch_size = N
    batches = [np.arange(start, min(start + batch_size, N)) for start in range(0, N, batch_size)]
    losses = np.zeros(epochs * len(batches))
    for t in range(losses.size):
        chosen = batches[t % len(batches)]
        losses[t] = loss(forward(X[chosen], params, activation, "identity")["out"], y[chosen], kind)
        grads = backward(X[chosen], y[chosen], params, activation, kind, "identity")
        params = {name: params[name] - lr * grads[name] for name in ("W1", "b1", "W2", "b2")}
    return dict(params), losses
