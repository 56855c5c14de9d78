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


def _stable_sigmoid(z):
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


_ACTIVATIONS = {
    "identity": lambda z: z.copy(),
    "sigmoid": _stable_sigmoid,
    "relu": lambda z: z * (z > 0),
    "tanh": lambda z: np.tanh(z),
}


def activate(z, kind):
    if kind not in _ACTIVATIONS:
        raise ValueError(f"no activation called {kind}")
    return np.asarray(_ACTIVATIONS[kind](np.array(z, dtype=np.float64)))


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
    cache = {"z1": [], "h": [], "z2": [], "out": []}
    for row in X:
        z1 = params["W1"] @ row + params["b1"]
        h = activate(z1, activation)
        z2 = params["W2"] @ h + params["b2"]
        for key, value in zip(cache, (z1, h, z2, activate(z2, output_activation))):
            cache[key].append(value)
    return {key: np.array(rows) for key, rows in cache.items()}


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


def loss_grad(out, y, kind):
    if kind == "half_sse":
        return -(y - out)
    elif kind == "mse":
        return 2 * (out - y) / np.size(out)
    elif kind == "cross_entropy":
        rows = []
        for logits, label in zip(out, y):
            shifted = logits - np.amax(logits)
            p = np.exp(shifted) / np.sum(np.exp(shifted))
            p[label] -= 1
            rows.append(p / len(out))
        return np.array(rows)
    else:
        raise ValueError(f"{kind} is not a loss")


def _linear_backward(inputs, W, upstream):
    """gradients of inputs @ W.T + b"""
    return np.dot(upstream, W), np.dot(inputs.T, upstream).T, np.ones(len(inputs)) @ upstream


def backward(X, y, params, activation, kind, output_activation="identity"):
    cache = forward(X, params, activation, output_activation)
    dout = loss_grad(cache["out"], y, kind)
    dz2 = activate_grad(cache["z2"], output_activation) * dout
    dh, dW2, db2 = _linear_backward(cache["h"], params["W2"], dz2)
    dz1 = activate_grad(cache["z1"], activation) * dh
    dX, dW1, db1 = _linear_backward(X, params["W1"], dz1)
    return dict(out=dout, z2=dz2, W2=dW2, b2=db2, h=dh, z1=dz1, W1=dW1, b1=db1, X=dX)


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    if batch_size is None:
        batch_size = len(X)
    number_of_batches = len(X) // batch_size
    losses = []
    new_params = params.copy()
    for _ in range(epochs):
        for j in range(number_of_batches):
            part = slice(j * batch_size, (j + 1) * batch_size)
            out = forward(X[part], new_params, activation)["out"]
            losses.append(loss(out, y[part], kind))
            g = backward(X[part], y[part], new_params, activation, kind)
            new_params = {k: v - lr * g[k] for k, v in new_params.items()}
    return new_params, np.array(losses)
