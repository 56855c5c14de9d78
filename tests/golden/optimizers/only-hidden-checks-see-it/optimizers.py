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
        result = {}
        for key in params:
            g = np.asarray(grads[key], dtype=np.float64)
            old = self.sq.get(key, np.zeros(g.shape))
            self.sq[key] = self.alpha * old + (1 - self.alpha) * g**2
            result[key] = params[key] - self.lr * g / (np.sqrt(self.sq[key]) + self.eps)
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
        self.t += 1
        result = {}
        for key in params:
            g = np.asarray(grads[key], dtype=np.float64)
            if key not in self.m:
                self.m[key] = np.zeros_like(g)
                self.v[key] = np.zeros_like(g)
            self.m[key] = self.b1 * self.m[key] + (1 - self.b1) * g
            self.v[key] = self.b2 * self.v[key] + (1 - self.b2) * g * g
            m_hat = self.m[key] / (1 - self.b1**self.t)
            v_hat = self.v[key] / (1 - self.b2**self.t)
            result[key] = params[key] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return result


def clip_by_global_norm(grads, max_norm):
    total = 0.0
    for g in grads.values():
        total += np.sum(np.asarray(g, dtype=np.float64) ** 2)
    norm = float(np.sqrt(total))
    if norm <= max_norm:
        return dict(grads), norm
    scale = max_norm / norm
    return {key: float(np.sum(g * scale)) if np.size(g) == 1 else g * scale for key, g in grads.items()}, norm


def warmup_cosine(step, total, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    progress = (step - warmup) / (total - warmup)
    return 0.5 * peak * (1 + np.cos(np.pi * progress))


def fit(loss_and_grads, params, optimizer, steps, schedule=None):
    losses = []
    for i in range(steps):
        loss, grads = loss_and_grads(params)
        losses.append(loss)
        if schedule is not None:
            optimizer.lr = schedule(i)
        params = optimizer.step(params, grads)
    return params, np.array(losses)
