class Adam:
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.t = 0
        self.m = {}
        self.v = {}

    def step(self, params, grads):
        self.t += 1
        b1, b2 = self.betas
        updated = {}
        for key, p in params.items():
            g = np.asarray(grads[key], dtype=float)
            m = b1 * self.m.get(key, 0) + (1 - b1) * g
            v = b2 * self.v.get(key, 0) + (1 - b2) * m**2
            self.m[key], self.v[key] = m, v
            m = m / (1 - b1**self.t)
            v = v / (1 - b2**self.t)
            updated[key] = p - self.lr * m / (np.sqrt(v) + self.eps)
        return updated
