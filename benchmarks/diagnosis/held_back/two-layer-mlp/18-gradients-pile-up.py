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
    grads = {}
    grads["out"] = loss_grad(f["out"], y, kind)
    grads["z2"] = grads["out"] * activate_grad(f["z2"], output_activation)
    grads["W2"] = np.einsum("nk,nh->kh", grads["z2"], f["h"])
    grads["b2"] = np.einsum("nk->k", grads["z2"])
    grads["h"] = np.einsum("nk,kh->nh", grads["z2"], params["W2"])
    grads["z1"] = grads["h"] * activate_grad(f["z1"], activation)
    grads["W1"] = np.einsum("nh,nd->hd", grads["z1"], X)
    grads["b1"] = np.einsum("nh->h", grads["z1"])
    grads["X"] = np.einsum("nh,hd->nd", grads["z1"], params["W1"])
    return grads


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    params = {name: np.array(value, dtype=float) for name, value in params.items()}
    if batch_size is None:
        batch_size = len(X)
    losses = []
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for epoch in range(epochs):
        for start in range(0, len(X), batch_size):
            xb = X[start : start + batch_size]
            yb = y[start : start + batch_size]
            losses.append(loss(forward(xb, params, activation)["out"], yb, kind))
            new = backward(xb, yb, params, activation, kind)
            for name in params:
                grads[name] += new[name]
            for name in params:
                params[name] = params[name] - lr * grads[name]
    return params, np.array(losses)
