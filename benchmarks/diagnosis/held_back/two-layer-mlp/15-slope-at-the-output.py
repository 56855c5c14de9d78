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
    st = forward(X, params, activation, output_activation)
    err = loss_grad(st["out"], y, kind)
    delta2 = activate_grad(st["z2"], output_activation) * err
    back = delta2 @ params["W2"]
    delta1 = activate_grad(st["h"], activation) * back
    return {
        "X": delta1 @ params["W1"],
        "W1": (X.T @ delta1).T,
        "b1": delta1.sum(axis=0),
        "z1": delta1,
        "h": back,
        "W2": (st["h"].T @ delta2).T,
        "b2": delta2.sum(axis=0),
        "z2": delta2,
        "out": err,
    }


def _one_step(xb, yb, p, activation, kind, lr):
    """loss before the step and parameters after it"""
    f = forward(xb, p, activation)
    top = loss_grad(f["out"], yb, kind)
    low = np.einsum("nk,kh->nh", top, p["W2"]) * activate_grad(f["z1"], activation)
    change = {
        "W1": np.einsum("nh,nd->hd", low, xb),
        "b1": low.sum(axis=0),
        "W2": np.einsum("nk,nh->kh", top, f["h"]),
        "b2": top.sum(axis=0),
    }
    return loss(f["out"], yb, kind), {name: p[name] - lr * change[name] for name in change}


def train(X, y, params, activation, kind, lr, epochs, batch_size=None):
    size = batch_size if batch_size is not None else len(X)
    p, losses = dict(params), []
    for _ in range(epochs):
        for start in range(0, len(X), size):
            now, p = _one_step(X[start : start + size], y[start : start + size], p, activation, kind, lr)
            losses.append(now)
    return p, np.asarray(losses)
