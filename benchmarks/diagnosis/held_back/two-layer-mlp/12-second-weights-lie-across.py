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


def backward(X, y, params, activation, kind, output_activation="identity"):
    f = forward(X, params, activation, output_activation)
    g = {}
    g["out"] = loss_grad(f["out"], y, kind)
    g["z2"] = np.multiply(g["out"], activate_grad(f["z2"], output_activation))
    g["W2"] = f["h"].T @ g["z2"]
    g["b2"] = g["z2"].sum(axis=0)
    g["h"] = g["z2"] @ params["W2"]
    g["z1"] = np.multiply(g["h"], activate_grad(f["z1"], activation))
    g["W1"] = g["z1"].T @ X
    g["b1"] = g["z1"].sum(axis=0)
    g["X"] = g["z1"] @ params["W1"]
    return g


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
