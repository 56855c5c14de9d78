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
    W1, b1, W2, b2 = [params[k] for k in ["W1", "b1", "W2", "b2"]]
    # columns are samples while I compute, rows when I return
    Z1 = W1 @ X.T + b1.reshape(-1, 1)
    A1 = activate(Z1, activation)
    Z2 = W2 @ A1 + b2.reshape(-1, 1)
    A2 = activate(Z2, output_activation)
    return {"z1": Z1.T, "h": A1.T, "z2": Z2.T, "out": A2.T}


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
        return out - y
    if kind == "mse":
        return (out - y) * 2.0 / out.size
    if kind == "cross_entropy":
        shifted = out - np.max(out)
        e = np.exp(shifted)
        p = e / np.sum(e, axis=0)
        target = np.zeros_like(p)
        target[np.arange(len(y)), y] = 1
        return (p - target) / len(y)
    raise ValueError(kind)


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
