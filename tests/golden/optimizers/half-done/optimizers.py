import numpy as np


class SGD:
    def __init__(self, lr, momentum=0.0):
        self.lr = lr
        self.momentum = momentum
        self.v = {}

    def step(self, params, grads):
        result = {}
        for key in params:
            if key not in self.v:
                self.v[key] = np.zeros(np.shape(params[key]))
            self.v[key] = self.momentum * self.v[key] + grads[key]
            result[key] = params[key] - self.lr * self.v[key]
        return result


class RMSProp:
    def __init__(self, lr, alpha=0.99, eps=1e-8):
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.sq = {}

    def step(self, params, grads):
        raise NotImplementedError
        return result


class Adam:
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.b1, self.b2 = betas
        self.eps = eps
        self.t = 0
        self.m = {}
        self.v = {}

    def step(self, params, grads):
        raise NotImplementedError
        return result


def clip_by_global_norm(grads, max_norm):
    total = 0.0
    for g in grads.values():
        total += np.sum(np.asarray(g, dtype=np.float64) ** 2)
    norm = float(np.sqrt(total))
    if norm <= max_norm:
        return dict(grads), norm
    return {key: g * (max_norm / norm) for key, g in grads.items()}, norm


def warmup_cosine(step, total, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    progress = (step - warmup) / (total - warmup)
    return 0.5 * peak * (1 + np.cos(np.pi * progress))


def fit(loss_and_grads, params, optimizer, steps, schedule=None):
    raise NotImplementedError
