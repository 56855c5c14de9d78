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
    z1 = np.inner(X, params["W1"]) + params["b1"]
    h = activate(z1, activation)
    z2 = np.inner(h, params["W2"]) + params["b2"]
    y_hat = activate(z2, output_activation)
    return {"z1": z1, "h": h, "z2": z2, "out": activate(y_hat, output_activation)}


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
