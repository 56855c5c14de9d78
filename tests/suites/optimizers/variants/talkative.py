"""Prints what it does, and checks itself."""

import numpy as np

_SGD, _Adam, _fit = SGD, Adam, fit


class SGD(_SGD):
    def step(self, params, grads):
        new = super().step(params, grads)
        print("step of", self.lr, "for", sorted(new))
        return new


class Adam(_Adam):
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        assert lr > 0
        super().__init__(lr, betas, eps)
        self.history = []

    def step(self, params, grads):
        self.history.append(float(np.sqrt(sum(np.sum(np.square(g, dtype=float)) for g in grads.values()))))
        return super().step(params, grads)

    def __repr__(self):
        return f"Adam({self.lr})"


def fit(loss_and_grads, params, optimizer, steps, schedule=None):
    result = _fit(loss_and_grads, params, optimizer, steps, schedule)
    print("losses:", result[1])
    return result
