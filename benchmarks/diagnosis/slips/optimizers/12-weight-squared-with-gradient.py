class RMSProp:
    def __init__(self, lr, alpha=0.99, eps=1e-8):
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.s = None

    def step(self, params, grads):
        if self.s is None:
            self.s = {k: np.zeros(np.shape(params[k])) for k in params}
        new_params = {}
        for k in params:
            g = np.asarray(grads[k], dtype=np.float64)
            self.s[k] = self.alpha * self.s[k] + ((1 - self.alpha) * g) ** 2
            new_params[k] = params[k] - self.lr * g / (np.sqrt(self.s[k]) + self.eps)
        return new_params
