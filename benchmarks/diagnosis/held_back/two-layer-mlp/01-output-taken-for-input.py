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
    if kind == "relu":
        return (z > 0).astype(float)
    if kind == "sigmoid":
        return z * (1 - z)
    if kind == "tanh":
        return 1 - z**2
    raise ValueError("unknown: " + str(kind))


def forward(X, params, activation, output_activation="identity"):
    hidden_in = np.einsum("nd,hd->nh", X, params["W1"]) + params["b1"]
    hidden = activate(hidden_in, activation)
    top_in = np.einsum("nh,kh->nk", hidden, params["W2"]) + params["b2"]
    return dict(z1=hidden_in, h=hidden, z2=top_in, out=activate(top_in, output_activation))


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
    p = {name: np.array(array, dtype=float) for name, array in params.items()}
    step = batch_size or len(X)
    history = []
    for _ in range(epochs):
        position = 0
        while position < len(X):
            xb, yb = X[position : position + step], y[position : position + step]
            history.append(loss(forward(xb, p, activation)["out"], yb, kind))
            g = backward(xb, yb, p, activation, kind)
            for name in p:
                p[name] = p[name] - lr * g[name]
            position += step
    return p, np.array(history)
