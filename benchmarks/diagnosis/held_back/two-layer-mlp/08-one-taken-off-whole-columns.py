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
    if kind == "mse":
        return 2 / out.size * (out - y)
    if kind == "half_sse":
        return out - y
    if kind != "cross_entropy":
        raise ValueError("loss " + str(kind))
    e = np.exp(out - out.max(axis=1, keepdims=True))
    d = e / e.sum(axis=1, keepdims=True)
    d[:, y] -= 1  # minus 1 at the right class
    return d / out.shape[0]


def _delta_out(logits, target, kind, n):
    if kind == "half_sse":
        return logits - target
    if kind == "mse":
        return 2 * (logits - target) / (n * len(logits))
    if kind != "cross_entropy":
        raise ValueError(kind)
    p = np.exp(logits - logits.max())
    p /= p.sum()
    p[target] -= 1
    return p / n


def _chain(delta, a, kind):
    """multiply with the derivative of the activation, a is its output"""
    factor = {"identity": 1.0, "sigmoid": a * (1 - a), "tanh": 1 - a**2, "relu": (a > 0) * 1.0}[kind]
    return delta * factor


def backward(X, y, params, activation, kind, output_activation="identity"):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    n = len(X)
    total = {name: np.zeros(params[name].shape) for name in ("W1", "b1", "W2", "b2")}
    rows = {name: [] for name in ("out", "z2", "h", "z1", "X")}
    for x, target in zip(X, y):
        h = activate(W1 @ x + b1, activation)
        out = activate(W2 @ h + b2, output_activation)
        d_out = _delta_out(out, target, kind, n)
        d_z2 = _chain(d_out, out, output_activation)
        d_h = W2.T @ d_z2
        d_z1 = _chain(d_h, h, activation)
        total["W2"] += np.outer(d_z2, h)
        total["b2"] += d_z2
        total["W1"] += np.outer(d_z1, x)
        total["b1"] += d_z1
        for name, value in (("out", d_out), ("z2", d_z2), ("h", d_h), ("z1", d_z1), ("X", W1.T @ d_z1)):
            rows[name].append(value)
    return {**total, **{name: np.array(values) for name, values in rows.items()}}


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
