"""Works in place, but on copies, and asks no more of an optimizer than its two names."""

from copy import deepcopy

import numpy as np


def _copies(values):
    return {name: np.array(value, dtype=np.float64) for name, value in values.items()}


class SGD:
    def __init__(self, lr, momentum=0.0):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def step(self, params, grads):
        params, grads = _copies(params), _copies(grads)
        if self.v is None:
            self.v = {name: np.zeros_like(value) for name, value in params.items()}
        for name in params:
            self.v[name] *= self.momentum
            self.v[name] += grads[name]
            params[name] -= self.lr * self.v[name]
        return params


class Adam:
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.state = {}

    def step(self, params, grads):
        params, grads = _copies(params), _copies(grads)
        for name in params:
            state = self.state.setdefault(name, {"t": 0, "m": np.zeros(()), "v": np.zeros(())})
            state["t"] += 1
            state["m"] = state["m"] + (1 - self.betas[0]) * (grads[name] - state["m"])
            state["v"] = state["v"] + (1 - self.betas[1]) * (grads[name] ** 2 - state["v"])
            root = np.sqrt(state["v"]) / np.sqrt(1 - self.betas[1] ** state["t"])
            params[name] -= self.lr / (1 - self.betas[0] ** state["t"]) * state["m"] / (root + self.eps)
        return params


def clip_by_global_norm(grads, max_norm):
    clipped = _copies(grads)
    total = 0.0
    for grad in clipped.values():
        for entry in grad.flat:
            total += entry * entry
    norm = total**0.5
    if norm > max_norm:
        for name in clipped:
            clipped[name] *= max_norm / norm
    return clipped, norm


def fit(loss_and_grads, params, optimizer, steps, schedule=None):
    params = deepcopy(params)
    losses = []
    while len(losses) < steps:
        rate = optimizer.lr if schedule is None else schedule(len(losses))
        result = loss_and_grads(params)
        losses.append(result[0])
        setattr(optimizer, "lr", rate)
        params = optimizer.step(params=params, grads=result[1])
    return params, np.asarray(losses, dtype=float)
