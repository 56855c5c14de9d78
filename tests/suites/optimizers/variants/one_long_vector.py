"""Puts all parameters into one row, and takes it apart again at the end."""

import numpy as np


def _row(values):
    return np.concatenate([np.ravel(value) for value in values.values()]).astype(float)


def _apart(row, like):
    parts, begin = {}, 0
    for name, value in like.items():
        size = np.size(value)
        part = row[begin : begin + size].reshape(np.shape(value))
        parts[name] = part if np.ndim(value) else float(part)
        begin += size
    return parts


def _in_order(grads, params):
    return {name: grads[name] for name in params}


class SGD:
    def __init__(self, lr, momentum=0.0):
        self.lr = lr
        self.momentum = momentum
        self.velocity = 0.0

    def step(self, params, grads):
        self.velocity = self.momentum * self.velocity + _row(_in_order(grads, params))
        return _apart(_row(params) - self.lr * self.velocity, params)


class RMSProp:
    def __init__(self, lr, alpha=0.99, eps=1e-8):
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.squares = 0.0

    def step(self, params, grads):
        g = _row(_in_order(grads, params))
        self.squares = self.alpha * self.squares + (1 - self.alpha) * g**2
        return _apart(_row(params) - self.lr / (np.sqrt(self.squares) + self.eps) * g, params)


class Adam:
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = np.array(betas)[:, None]
        self.eps = eps
        self.moments = 0.0
        self.t = 0

    def step(self, params, grads):
        g = _row(_in_order(grads, params))
        self.t += 1
        self.moments = self.betas * self.moments + (1 - self.betas) * np.stack([g, g**2])
        m, v = self.moments / (1 - self.betas**self.t)
        return _apart(_row(params) - self.lr * m / (np.sqrt(v) + self.eps), params)


def clip_by_global_norm(grads, max_norm):
    row = _row(grads)
    norm = np.linalg.norm(row)
    return _apart(row * min(1.0, max_norm / (norm + 1e-9)), grads), norm
