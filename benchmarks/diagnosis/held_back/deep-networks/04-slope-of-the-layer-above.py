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
    grads = []
    dh = loss_grad(stages[-1]["h"], y, kind)
    for i in range(len(layers) - 1, -1, -1):
        if i < len(layers) - 1:
            dz = dh * activate_grad(stages[i + 1]["z"], activation)
        else:
            dz = dh
        x = stages[i - 1]["h"] if i > 0 else X
        grads.insert(0, (dz.T @ x, dz.sum(axis=0)))
        dh = dz @ layers[i][0]
    return grads


def _weight_gradients(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    ins = [X] + [s["h"] for s in stages[:-1]]
    d = loss_grad(stages[-1]["h"], y, kind)
    dWs = []
    for i in reversed(range(len(layers))):
        dWs.insert(0, d.T @ ins[i])
        if i:
            d = d @ layers[i][0] * activate_grad(stages[i - 1]["z"], activation)
    return dWs


def gradient_norms(X, y, layers, activation, kind):
    return np.array([np.linalg.norm(dW) for dW in _weight_gradients(X, y, layers, activation, kind)])


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
    W = np.eye(layers[0][0].shape[1])
    b = np.zeros(layers[0][0].shape[1])
    for V, c in layers:
        W, b = V @ W, V @ b + c
    return W, b
