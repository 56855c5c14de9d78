

class Adam:
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.count = 0
        self.first = {}
        self.second = {}

    def step(self, params, grads):
        beta1, beta2 = self.betas
        self.count = self.count + 1
        fix1 = 1 - beta1**self.count
        fix2 = 1 - beta2**self.count
        moved = {}
        for k in params:
            g = np.asarray(grads[k], dtype=np.float64)
            if k not in self.first:
                self.first[k] = np.zeros(g.shape)
                self.second[k] = np.zeros(g.shape)
            self.first[k] = beta1 * self.first[k] + (1 - beta1) * g
            self.second[k] = beta2 * self.second[k] + (1 - beta2) * g**2
            direction = self.first[k] / fix1
            size = np.sqrt(self.second[k]) / fix2
            moved[k] = params[k] - self.lr * direction / (size + self.eps)
        return moved
