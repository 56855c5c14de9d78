

class RMSProp:
    def __init__(self, lr, alpha=0.99, eps=1e-8):
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        self.s = {}

    def step(self, params, grads):
        out = {}
        for k, p in params.items():
            g = np.array(grads[k], dtype=np.float64)
            if k not in self.s:
                self.s[k] = np.zeros_like(g)
            self.s[k] = (1 - self.alpha) * self.s[k] + self.alpha * g * g
            root = np.sqrt(self.s[k])
            out[k] = p - self.lr * g / (root + self.eps)
        return out
