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
    cache = {"z1": [], "h": [], "z2": [], "out": []}
    for row in X:
        z1 = params["W1"] @ row + params["b1"]
        h = activate(z1, activation)
        z2 = params["W2"] @ h + params["b2"]
        for key, value in zip(cache, (z1, h, z2, activate(z2, output_activation))):
            cache[key].append(value)
    return {key: np.array(rows) for key, rows in cache.items()}


def loss(out, y, kind):
    if kind == "half_sse":
        return float(np.sum((out - y) ** 2)) / 2
    if kind == "mse":
        return float(np.mean((out - y) ** 2))
    if kind == "cross_entropy":
        exps = np.exp(out)
        probs = exps / exps.sum(axis=1, keepdims=True)
        picked = probs[range(len(y)), y]
        return float(-np.log(picked).mean())
    raise ValueError("no such loss")


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


def _linear_backward(inputs, W, upstream):
    """gradients of inputs @ W.T + b"""
    return np.dot(upstream, W), np.dot(inputs.T, upstream).T, np.ones(len(inputs)) @ upstream


def backward(X, y, params, activation, kind, output_activation="identity"):
    cache = forward(X, params, activation, output_activation)
    dout = loss_grad(cache["out"], y, kind)
    dz2 = activate_grad(cache["z2"], output_activation) * dout
    dh, dW2, db2 = _linear_backward(cache["h"], params["W2"], dz2)
    dz1 = activate_grad(cache["z1"], activation) * dh
    dX, dW1, db1 = _linear_backward(X, params["W1"], dz1)
    return dict(out=dout, z2=dz2, W2=dW2, b2=db2, h=dh, z1=dz1, W1=dW1, b1=db1, X=dX)


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
