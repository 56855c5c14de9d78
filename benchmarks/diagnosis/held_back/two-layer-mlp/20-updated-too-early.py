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


def activate(z, kind: str):
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
    p = {name: np.array(value) for name, value in params.items()}
    if batch_size is None:
        batch_size = len(X)
    losses = []
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            x_batch, y_batch = X[start : start + batch_size], y[start : start + batch_size]
            stages = forward(x_batch, p, activation)
            losses.append(loss(stages["out"], y_batch, kind))
            # second layer first, we go backward
            dz2 = loss_grad(stages["out"], y_batch, kind)
            p["W2"] = p["W2"] - lr * dz2.T @ stages["h"]
            p["b2"] = p["b2"] - lr * dz2.sum(axis=0)
            # then the first layer
            dz1 = dz2 @ p["W2"] * activate_grad(stages["z1"], activation)
            p["W1"] = p["W1"] - lr * dz1.T @ x_batch
            p["b1"] = p["b1"] - lr * dz1.sum(axis=0)
    return p, np.array(losses)
