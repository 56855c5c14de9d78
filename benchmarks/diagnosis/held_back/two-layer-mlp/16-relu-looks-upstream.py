import numpy as np

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
    z = np.asarray(z, dtype=float)
    if kind == "identity":
        return np.ones(z.shape)
    elif kind == "relu":
        return (z > 0).astype(float)
    elif kind == "tanh":
        return 1 - np.tanh(z) ** 2
    elif kind == "sigmoid":
        # s(z) * s(-z)
        return activate(z, "sigmoid") * activate(-z, "sigmoid")
    else:
        raise ValueError("I do not know the activation " + str(kind))


def forward(X, params, activation, output_activation="identity"):
    cache = {"z1": [], "h": [], "z2": [], "out": []}
    for row in X:
        z1 = params["W1"] @ row + params["b1"]
        h = activate(z1, activation)
        z2 = params["W2"] @ h + params["b2"]
        for key, value in zip(cache, (z1, h, z2, activate(z2, output_activation))):
            cache[key].append(value)
    return {key: np.array(rows) for key, rows in cache.items()}


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


def _through(upstream, z, kind):
    """backward through an activation"""
    if kind == "relu":
        passed = upstream.copy()
        passed[upstream <= 0] = 0.0
        return passed
    return upstream * activate_grad(z, kind)


def backward(X, y, params, activation, kind, output_activation="identity"):
    f = forward(X, params, activation, output_activation)
    dout = loss_grad(f["out"], y, kind)
    dz2 = dout * activate_grad(f["z2"], output_activation)
    dh = np.matmul(dz2, params["W2"])
    dz1 = _through(dh, f["z1"], activation)
    return {
        "out": dout,
        "z2": dz2,
        "h": dh,
        "z1": dz1,
        "W2": np.matmul(dz2.T, f["h"]),
        "W1": np.matmul(dz1.T, X),
        "b2": np.add.reduce(dz2),
        "b1": np.add.reduce(dz1),
        "X": np.matmul(dz1, params["W1"]),
    }


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
