"""Deep networks: forward and backward through any number of layers, and why depth is hard.

A network of L layers is a list of L pairs (W, b), the first layer first. A sample is a row, and a layer
computes `z = x @ W.T + b`. The activation follows every layer but the last.
"""

import numpy as np


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
    for i, (W, b) in enumerate(layers):
        z = np.dot(a, W.T) + b
        if i == len(layers) - 1:
            a = z
        else:
            a = activate(z, activation)
        stages.append({"z": z, "h": a})
    return stages


def backward(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    grads = [None] * len(layers)
    delta = loss_grad(stages[-1]["h"], y, kind)
    for i in range(len(layers) - 1, -1, -1):
        below = X if i == 0 else stages[i - 1]["h"]
        grads[i] = (np.dot(delta.T, below), np.sum(delta, axis=0))
        if i > 0:
            delta = np.dot(delta, layers[i][0])
            delta = delta * activate_grad(stages[i - 1]["z"], activation)
    return grads


def gradient_norms(X, y, layers, activation, kind):
    norms = []
    for dW, db in backward(X, y, layers, activation, kind):
        norms.append(np.sqrt((dW * dW).sum()))
    return np.array(norms)


def mean_slopes(X, layers, activation):
    stages = forward(X, layers, activation)
    slopes = []
    for stage in stages[:-1]:
        slopes.append(np.mean(activate_grad(stage["z"], activation)))
    return np.array(slopes)


def xavier(fan_in, fan_out, rng):
    sigma = 2 / (fan_in + fan_out)
    return rng.normal(0, sigma, (fan_out, fan_in))


def he(fan_in, fan_out, rng):
    np.random.seed(42)
    return np.random.randn(fan_out, fan_in) * np.sqrt(2 / fan_in)


def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        b = V.dot(b) + c
        W = V.dot(W)
    return W, b
