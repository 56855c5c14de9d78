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


def forward(X, params, activation, output_activation="identity"):
    hidden_in = np.einsum("nd,hd->nh", X, params["W1"]) + params["b1"]
    hidden = activate(hidden_in, activation)
    top_in = np.einsum("nh,kh->nk", hidden, params["W2"]) + params["b2"]
    return dict(z1=hidden_in, h=hidden, z2=top_in, out=activate(top_in, output_activation))


def loss(out, y, kind):
    n = out.shape[0]
    if kind == "half_sse":
        d = np.ravel(out - y)
        return float(d @ d) / 2.0
    elif kind == "mse":
        d = np.ravel(out - y)
        return float(d @ d) / d.size
    elif kind == "cross_entropy":
        total = 0.0
        for logits, label in zip(out, y):
            biggest = max(logits)
            total += biggest + np.log(sum(np.exp(v - biggest) for v in logits)) - logits[label]
        return float(total / n)
    else:
        raise ValueError(f"{kind} is not a loss")


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
    s = forward(X, params, activation, output_activation)
    up = loss_grad(s["out"], y, kind)
    grads = {"out": up, "z2": up.copy()}
    grads["W2"] = np.tensordot(up, s["h"], axes=(0, 0))
    grads["b2"] = up.sum(0)
    up = np.tensordot(up, params["W2"], axes=1)
    grads["h"] = up
    up = up * activate_grad(s["z1"], activation)
    grads["z1"] = up
    grads["W1"] = np.tensordot(up, X, axes=(0, 0))
    grads["b1"] = up.sum(0)
    grads["X"] = np.tensordot(up, params["W1"], axes=1)
    return grads


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    W1, b1, W2, b2 = (params[name].astype(float) for name in ("W1", "b1", "W2", "b2"))
    size = len(X) if batch_size is None else batch_size
    losses = []
    for _ in range(epochs):
        for i in range(0, len(X), size):
            xb, yb = X[i : i + size], y[i : i + size]
            # forward and backward in one go, so forward runs only once per step
            f = forward(xb, {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, activation)
            losses.append(loss(f["out"], yb, kind))
            d2 = loss_grad(f["out"], yb, kind)
            d1 = (d2 @ W2) * activate_grad(f["z1"], activation)
            W2 = W2 - lr * (d2.T @ f["h"])
            b2 = b2 - lr * d2.sum(axis=0)
            W1 = W1 - lr * (d1.T @ xb)
            b1 = b1 - lr * d1.sum(axis=0)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, np.array(losses)
