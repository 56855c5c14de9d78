"""Adds up and multiplies in another order: the rounding differs, the mathematics does not."""

import functools


def backward(X, y, layers, activation, kind):
    stages = forward(X, layers, activation)
    dz = loss_grad(stages[-1]["h"], y, kind)
    found = []
    for number in range(len(layers) - 1, -1, -1):
        x = X if number == 0 else stages[number - 1]["h"]
        found.append((dz[::-1].T @ x[::-1], np.cumsum(dz[::-1], axis=0)[-1]))
        if number:
            slope = activate_grad(stages[number - 1]["z"], activation)
            dz = (dz[:, ::-1] @ layers[number][0][::-1]) * slope
    found.reverse()
    return found


def gradient_norms(X, y, layers, activation, kind):
    largest = [(dW, np.abs(dW).max()) for dW, _ in backward(X, y, layers, activation, kind)]
    return np.array([m * np.sqrt(np.sum((dW / m) ** 2)) for dW, m in largest])


def collapse(layers):
    W = functools.reduce(np.matmul, [W for W, _ in reversed(layers)])
    b = sum(
        functools.reduce(lambda v, layer: layer[0] @ v, layers[number + 1 :], own)
        for number, (_, own) in enumerate(layers)
    )
    return W, b
