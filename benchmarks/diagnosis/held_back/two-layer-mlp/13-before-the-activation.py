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
    W1, b1, W2, b2 = [params[k] for k in ["W1", "b1", "W2", "b2"]]
    # columns are samples while I compute, rows when I return
    Z1 = W1 @ X.T + b1.reshape(-1, 1)
    A1 = activate(Z1, activation)
    Z2 = W2 @ A1 + b2.reshape(-1, 1)
    A2 = activate(Z2, output_activation)
    return {"z1": Z1.T, "h": A1.T, "z2": Z2.T, "out": A2.T}


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
    z1, h, z2, out = forward(X, params, activation, output_activation).values()
    d_out = loss_grad(out, y, kind)
    d_z2 = d_out * activate_grad(z2, output_activation)
    # layer 2
    d_W2 = np.einsum("ik,ij->kj", d_z2, z1)
    d_b2 = np.einsum("ik->k", d_z2)
    # layer 1
    d_h = np.einsum("ik,kj->ij", d_z2, params["W2"])
    d_z1 = d_h * activate_grad(z1, activation)
    d_W1 = np.einsum("ij,id->jd", d_z1, X)
    d_b1 = np.einsum("ij->j", d_z1)
    d_X = np.einsum("ij,jd->id", d_z1, params["W1"])
    return dict(out=d_out, z2=d_z2, W2=d_W2, b2=d_b2, h=d_h, z1=d_z1, W1=d_W1, b1=d_b1, X=d_X)


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
