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
    hidden_in = np.einsum("nd,hd->nh", X, params["W1"]) + params["b1"]
    hidden = activate(hidden_in, activation)
    top_in = np.einsum("nh,kh->nk", hidden, params["W2"]) + params["b2"]
    return dict(z1=hidden_in, h=hidden, z2=top_in, out=activate(top_in, output_activation))


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


def backward(X, y, params, activation, kind, output_activation="identity"):
    f = forward(X, params, activation, output_activation)
    m = X.shape[0]
    dout = loss_grad(f["out"], y, kind)
    dz2 = dout * activate_grad(f["z2"], output_activation)
    dh = dz2 @ params["W2"]
    dz1 = dh * activate_grad(f["z1"], activation)
    # average over the batch
    dW2 = dz2.T @ f["h"] / m
    db2 = np.sum(dz2, axis=0) / m
    dW1 = dz1.T @ X / m
    db1 = np.sum(dz1, axis=0) / m
    dX = dz1 @ params["W1"]
    return {"out": dout, "z2": dz2, "W2": dW2, "b2": db2, "h": dh, "z1": dz1, "W1": dW1, "b1": db1, "X": dX}


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
