class Adam:
    def __init__(self, lr, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.state = {}
        self.count = 0

    def step(self, params, grads):
        beta1, beta2 = self.betas
        self.count = self.count + 1
        t = self.count
        out = {}
        for name in params:
            grad = np.array(grads[name], dtype=np.float64)
            old_m, old_v = self.state.get(name, (0.0, 0.0))
            m = beta1 * old_m + (1 - beta1) * grad
            v = beta2 * old_v + (1 - beta2) * np.square(grad)
            self.state[name] = (m, v)
            m_hat = m / (1 - beta1) ** t
            v_hat = v / (1 - beta2) ** t
            out[name] = params[name] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return out
