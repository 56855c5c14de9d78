

class RMSProp:
    def __init__(self, lr, alpha=0.99, eps=1e-8):
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.mean_square = {}

    def step(self, params, grads):
        new_params = {}
        for name in params:
            g = np.asarray(grads[name], dtype=np.float64)
            before = self.mean_square.get(name, 0.0)
            now = self.alpha * before + (1 - self.alpha) * np.mean(g**2)
            self.mean_square[name] = now
            new_params[name] = params[name] - self.lr / (np.sqrt(now) + self.eps) * g
        return new_params
