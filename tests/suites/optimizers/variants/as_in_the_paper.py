"""Corrects Adam's learning rate in the place of m and v, as its paper does, with an epsilon of its own."""

from collections import defaultdict
from math import cos, pi, sqrt

import numpy as np


class _Optimizer:
    def step(self, params, grads):
        self.began()
        changes = {name: self.change(name, 1.0 * grads[name]) for name in params}
        return {name: params[name] - changes[name] for name in params}

    def began(self):
        pass


class SGD(_Optimizer):
    def __init__(self, lr, momentum=0.0):
        self.lr = lr
        self.momentum = momentum
        self.v = defaultdict(float)

    def change(self, name, g):
        self.v[name] = self.momentum * self.v[name] + g
        return self.lr * self.v[name]


class RMSProp(_Optimizer):
    def __init__(self, lr, alpha=0.99, eps=1e-8):
        self.lr = lr
        self.alpha = alpha
        self.s = defaultdict(float)

    def change(self, name, g):
        self.s[name] = self.alpha * self.s[name] + (1 - self.alpha) * g**2
        return self.lr * g / (np.sqrt(self.s[name]) + 1e-8)


class Adam(_Optimizer):
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.m = defaultdict(float)
        self.v = defaultdict(float)
        self.powers = [1.0, 1.0]

    def began(self):
        self.powers = [power * beta for power, beta in zip(self.powers, self.betas)]

    def change(self, name, g):
        beta1, beta2 = self.betas
        self.m[name] = beta1 * self.m[name] + (1 - beta1) * g
        self.v[name] = beta2 * self.v[name] + (1 - beta2) * g**2
        power1, power2 = self.powers
        rate = self.lr * sqrt(1 - power2) / (1 - power1)
        return rate * self.m[name] / (np.sqrt(self.v[name]) + 1e-8)


def warmup_cosine(step, total, warmup, peak):
    if warmup and step <= warmup:
        return peak * (step / warmup)
    return 0.5 * peak * (1 + cos(pi * (step - warmup) / (total - warmup)))
