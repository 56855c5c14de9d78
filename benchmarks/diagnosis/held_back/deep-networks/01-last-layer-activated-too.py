import numpy as np


CHAIN = [
    (np.array([[0.8]]), np.array([-0.4])),
    (np.array([[1.2]]), np.array([0.1])),
    (np.array([[-0.6]]), np.array([0.3])),
]


def activate(z, kind):
    if kind == "identity":
        return np.array(z, dtype=np.float64)
    if kind == "sigmoid":
        return np.exp(-np.logaddexp(0.0, np.negative(z)))
    if kind == "relu":
        return np.maximum(z, 0.0)
    if kind == "tanh":
        return np.tanh(z)
    raise ValueError(f"unknown activation: {kind!r}")


def activate_grad(z, kind):
    a = activate(z, kind)
    if kind == "sigmoid":
        return a * (1 - a)
    if kind == "relu":
        return np.where(a > 0, 1.0, 0.0)
    if kind == "tanh":
        return 1 - a**2
    return np.ones_like(a)


def loss_grad(out, y, kind):
    if kind == "half_sse":
        return out - y
    if kind == "mse":
        return 2 * (out - y) / out.size
    if kind == "cross_entropy":
        powers = np.exp(out - out.max(axis=1, keepdims=True))
        one_hot = np.eye(out.shape[1])[y]
        return (powers / powers.sum(axis=1, keepdims=True) - one_hot) / len(out)
    raise ValueError(f"unknown loss: {kind!r}")


def forward(X, layers, activation):
    stages = []
    a = X
    for W, b in layers:
        z = a @ W.T + b
        a = activate(z, activation)
        stages.append({"z": z, "h": a})
    return stages


def _stages(X, layers, activation):
    values = [(None, X)]
    for number, (W, b) in enumerate(layers):
        z = values[-1][1] @ W.T + b
        values.append((z, activate(z, activation) if number + 1 < len(layers) else z))
    return values


def backward(X, y, layers, activation, kind):
    values = _stages(X, layers, activation)
    d = loss_grad(values[-1][1], y, kind)
    out = []
    for number in range(len(layers), 0, -1):
        out.insert(0, (d.T @ values[number - 1][1], d.sum(0)))
        if number > 1:
            d = (d @ layers[number - 1][0]) * activate_grad(values[number - 1][0], activation)
    return out


def gradient_norms(X, y, layers, activation, kind):
    sizes = []
    for dW, db in backward(X, y, layers, activation, kind):
        biggest = np.max(np.abs(dW))
        sizes.append(biggest * np.sqrt(np.sum((dW / biggest) ** 2)) if biggest > 0 else 0.0)
    return np.array(sizes)


def mean_slopes(X, layers, activation):
    values = _stages(X, layers, activation)
    return np.array([activate_grad(z, activation).mean() for z, _ in values[1:-1]])


def xavier(fan_in, fan_out, rng):
    std = (2.0 / (fan_in + fan_out)) ** 0.5
    return rng.standard_normal((fan_out, fan_in)) * std


def he(fan_in, fan_out, rng):
    std = (2.0 / fan_in) ** 0.5
    return rng.standard_normal((fan_out, fan_in)) * std


def collapse(layers):
    W = np.eye(layers[0][0].shape[1])
    b = np.zeros(layers[0][0].shape[1])
    for V, c in layers:
        W, b = V @ W, V @ b + c
    return W, b
