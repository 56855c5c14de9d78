class RMSProp:
    def __init__(self, lr, alpha=0.99, eps=1e-8):
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.s = {}

    def step(self, params, grads):
        out = {}
        for k in params:
            g = np.asarray(grads[k], dtype=float)
            self.s[k] = (1 - self.alpha) * self.s.get(k, 0.0) + self.alpha * g**2
            out[k] = params[k] - self.lr * g / (np.sqrt(self.s[k]) + self.eps)
        return out
