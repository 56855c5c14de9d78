

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
        for name in params:
            g = np.asarray(grads[name], dtype=np.float64)
            m = self.m.get(name, 0.0)
            v = self.v.get(name, 0.0)
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * m**2
            self.m[name], self.v[name] = m, v
            mhat = m / (1 - b1**self.t)
            vhat = v / (1 - b2**self.t)
            updated[name] = params[name] - self.lr * mhat / (np.sqrt(vhat) + self.eps)
        return updated
