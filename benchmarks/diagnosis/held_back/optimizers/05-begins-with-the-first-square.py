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
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.sq = {}

    def step(self, params, grads):
        new_params = {}
        for name, p in params.items():
            g = np.asarray(grads[name], dtype=float)
            if name in self.sq:
                self.sq[name] = self.alpha * self.sq[name] + (1 - self.alpha) * g**2
            else:
                self.sq[name] = g**2
            new_params[name] = p - self.lr * g / (np.sqrt(self.sq[name]) + self.eps)
        return new_params


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
