class SGD:
    def __init__(self, lr, momentum=0.0):
        self.lr = lr
        self.momentum = momentum
        self.vel = {}

    def step(self, params, grads):
        result = {}
        for name in params:
            v = self.vel.get(name, 0.0)
            result[name] = params[name] - self.lr * v
            self.vel[name] = self.momentum * v + grads[name]
        return result
