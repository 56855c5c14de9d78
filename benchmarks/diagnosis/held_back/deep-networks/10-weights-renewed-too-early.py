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
    if activation not in ("identity", "sigmoid", "relu", "tanh"):
        raise ValueError("unknown activation: " + str(activation))
    result = []
    inp = X
    for i in range(len(layers)):
        W, b = layers[i]
        z = np.dot(inp, W.T) + b
        if i == len(layers) - 1:
            h = z.copy()
        else:
            h = activate(z, activation)
        result.append(dict(z=z, h=h))
        inp = h
    return result


def backward(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    grads = [None] * len(layers)
    delta = loss_grad(stages[-1]["z"], y, kind)
    l = len(layers) - 1
    while l >= 0:
        below = X if l == 0 else stages[l - 1]["h"]
        grads[l] = (np.einsum("nm,nd->md", delta, below), np.einsum("nm->m", delta))
        if l > 0:
            delta = np.dot(delta, layers[l][0]) * activate_grad(stages[l - 1]["z"], activation)
        l -= 1
    return grads


def gradient_norms(X, y, layers, activation, kind):
    sizes = []
    for dW, db in backward(X, y, layers, activation, kind):
        biggest = np.max(np.abs(dW))
        sizes.append(biggest * np.sqrt(np.sum((dW / biggest) ** 2)) if biggest > 0 else 0.0)
    return np.array(sizes)


def mean_slopes(X, layers, activation):
    stages = forward(X, layers, activation)
    out = np.zeros(len(layers) - 1)
    for i in range(len(layers) - 1):
        out[i] = np.mean(activate_grad(stages[i]["z"], activation))
    return out


def xavier(fan_in, fan_out, rng):
    std = (2.0 / (fan_in + fan_out)) ** 0.5
    return rng.standard_normal((fan_out, fan_in)) * std


def he(fan_in, fan_out, rng):
    std = (2.0 / fan_in) ** 0.5
    return rng.standard_normal((fan_out, fan_in)) * std


def collapse(layers):
    W, b = layers[0]
    for i in range(1, len(layers)):
        W = layers[i][0] @ W
        b = W @ b + layers[i][1]
    return W, b
