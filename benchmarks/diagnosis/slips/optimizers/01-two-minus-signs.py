class SGD:
    def __init__(self, lr, momentum=0.0):
        self.lr = lr
        self.momentum = momentum
        self.v = {}

    def step(self, params, grads):
        out = {}
        for k in params:
            self.v[k] = self.momentum * self.v.get(k, 0.0) - grads[k]
            out[k] = params[k] - self.lr * self.v[k]
        return out
