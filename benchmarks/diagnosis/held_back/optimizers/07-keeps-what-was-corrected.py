import math

import numpy as np


START = {"x": -8.0, "y": 1.0}


def ravine(params):
    x, y = float(params["x"]), float(params["y"])
    return (x**2 + 100 * y**2) / 2, {"x": x, "y": 100 * y}


class SGD:
    def __init__(self, lr, momentum=0.0):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = {k: np.zeros(np.shape(p)) for k, p in params.items()}
        self.v = {k: self.momentum * self.v[k] + np.asarray(grads[k], dtype=float) for k in params}
        return {k: np.asarray(params[k], dtype=float) - self.lr * self.v[k] for k in params}


class RMSProp:
    def __init__(self, lr, alpha=0.99, eps=1e-8):
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.cache = {}

    def step(self, params, grads):
        out = {}
        for k in params:
            g = np.asarray(grads[k], dtype=float)
            if k not in self.cache:
                self.cache[k] = np.zeros(g.shape)
            self.cache[k] = self.alpha * self.cache[k] + (1 - self.alpha) * g * g
            out[k] = params[k] - self.lr * g / (np.sqrt(self.cache[k]) + self.eps)
        return out


class Adam:
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.moments = {}
        self.t = 0

    def step(self, params, grads):
        self.t += 1
        b1, b2 = self.betas
        out = {}
        for name, p in params.items():
            g = np.asarray(grads[name], dtype=float)
            m, v = self.moments.get(name, (0.0, 0.0))
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            m = m / (1 - b1**self.t)
            v = v / (1 - b2**self.t)
            self.moments[name] = (m, v)
            out[name] = p - self.lr * m / (v**0.5 + self.eps)
        return out


def clip_by_global_norm(grads, max_norm):
    everything = np.concatenate([np.ravel(np.asarray(g, dtype=float)) for g in grads.values()])
    norm = float(np.linalg.norm(everything))
    if norm <= max_norm:
        return {k: np.asarray(g, dtype=float) for k, g in grads.items()}, norm
    return {k: np.asarray(g, dtype=float) * (max_norm / norm) for k, g in grads.items()}, norm


def warmup_cosine(step, total, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    down = (step - warmup) / (total - warmup)
    return 0.5 * peak * (1.0 + math.cos(math.pi * down))


def fit(loss_and_grads, params, optimizer, steps, schedule=None):
    losses = []
    current = {k: np.array(v, dtype=float) if np.ndim(v) else v for k, v in params.items()}
    for i in range(steps):
        loss, grads = loss_and_grads(current)
        losses.append(loss)
        if schedule is not None:
            optimizer.lr = schedule(i)
        current = optimizer.step(current, grads)
    return current, np.array(losses, dtype=float)
