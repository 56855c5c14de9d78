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
    a = activate(z, kind)  # complains about unknown names
    slopes = {
        "identity": lambda: a * 0 + 1,
        "sigmoid": lambda: a - a**2,
        "relu": lambda: np.heaviside(a, 0.0),
        "tanh": lambda: (1 - a) * (1 + a),
    }
    return np.asarray(slopes[kind]())


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
        return 2 * (out - y) / out.size
    if kind == "cross_entropy":
        probs = out
        probs -= probs.max(axis=1, keepdims=True)
        np.exp(probs, out=probs)
        probs /= probs.sum(axis=1, keepdims=True)
        result = probs.copy()
        result[np.arange(len(y)), y] -= 1
        return result / len(y)
    raise ValueError("unknown loss " + kind)


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
