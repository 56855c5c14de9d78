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
        self.b1, self.b2 = betas
        self.eps = eps
        self.m, self.v, self.t = {}, {}, 0

    def step(self, params, grads):
        self.t = self.t + 1
        result = {}
        for key in params:
            g = np.array(grads[key], dtype=float)
            m = self.b1 * self.m.get(key, np.zeros(g.shape)) + (1 - self.b1) * g
            v = self.b2 * self.v.get(key, np.zeros(g.shape)) + (1 - self.b2) * g**2
            self.m[key], self.v[key] = m, v
            mhat = m / (1 - self.b1**self.t)
            vhat = v / (1 - self.b2**self.t)
            result[key] = params[key] - self.lr * mhat / (np.sqrt(vhat) + self.eps)
        return result


def clip_by_global_norm(grads, max_norm):
    clipped = {}
    total = 0.0
    for name, g in grads.items():
        g = np.asarray(g, dtype=float)
        n = np.sqrt((g**2).sum())
        total += float(n) ** 2
        clipped[name] = g * (max_norm / n) if n > max_norm else g
    return clipped, math.sqrt(total)


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
