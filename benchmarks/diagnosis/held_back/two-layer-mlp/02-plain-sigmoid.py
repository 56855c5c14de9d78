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
        return z.copy()
    if kind == "sigmoid":
        return 1.0 / (1.0 + np.exp(-z))
    if kind == "relu":
        return np.maximum(0.0, z)
    if kind == "tanh":
        return np.tanh(z)
    raise ValueError("unknown activation")


def activate_grad(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "identity":
        return np.full_like(z, 1.0)
    if kind == "sigmoid":
        e = np.exp(-np.abs(z))  # the slope is the same at z and -z
        return e / (1.0 + e) ** 2
    if kind == "relu":
        return np.greater(z, 0).astype(float)
    if kind == "tanh":
        return 1.0 - np.square(np.tanh(z))
    raise ValueError("unknown activation")


def _layer(rows, W, b, kind):
    """one layer, used twice"""
    z = np.dot(rows, np.transpose(W)) + b[np.newaxis, :]
    return z, activate(z, kind)


def forward(X, params, activation, output_activation="identity"):
    z1, h = _layer(X, params["W1"], params["b1"], activation)
    z2, out = _layer(h, params["W2"], params["b2"], output_activation)
    return {"z1": z1, "h": h, "z2": z2, "out": out}


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
