

class SGD:
    def __init__(self, lr, momentum=0.0):
        self.lr = lr
        self.momentum = momentum
        self.v = {}

    def step(self, params, grads):
        result = {}
        for key in params:
            p = np.asarray(params[key], dtype=np.float64)
            g = np.asarray(grads[key], dtype=np.float64)
            v = self.v.get(key, np.zeros(p.shape))
            result[key] = p - self.lr * v
            self.v[key] = self.momentum * v + g
        return result
