"""Adds epsilon under the root, where some texts have it, and begins momentum with the first gradient."""

import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0):
        self.lr, self.momentum = lr, momentum
        self.buffers = None

    def step(self, params, grads):
        grads = {name: np.array(grad, dtype=float) for name, grad in grads.items()}
        if self.buffers is None:
            self.buffers = grads
        else:
            self.buffers = {name: self.momentum * self.buffers[name] + grads[name] for name in grads}
        return {name: params[name] - self.lr * self.buffers[name] for name in params}


class RMSProp:
    def __init__(self, lr, alpha=0.99, eps=1e-8):
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.mean_square = {}

    def step(self, params, grads):
        updated = {}
        for name in params:
            g = np.asarray(grads[name], dtype=float)
            if name not in self.mean_square:
                self.mean_square[name] = np.zeros(g.shape)
            self.mean_square[name] += (1 - self.alpha) * (g * g - self.mean_square[name])
            updated[name] = params[name] - self.lr * g / np.sqrt(self.mean_square[name] + self.eps)
        return updated


class Adam:
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr, (self.beta1, self.beta2), self.eps = lr, betas, eps
        self.t, self.m, self.v = 0, {}, {}

    def step(self, params, grads):
        self.t += 1
        updated = {}
        for name in params:
            g = np.asarray(grads[name], dtype=float)
            self.m[name] = self.beta1 * self.m.get(name, np.zeros(g.shape)) + (1 - self.beta1) * g
            self.v[name] = self.beta2 * self.v.get(name, np.zeros(g.shape)) + (1 - self.beta2) * g * g
            m_hat = self.m[name] / (1 - self.beta1**self.t)
            v_hat = self.v[name] / (1 - self.beta2**self.t)
            updated[name] = params[name] - self.lr * m_hat / np.sqrt(v_hat + self.eps)
        return updated
