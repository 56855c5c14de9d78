"""Gets all that `backward` and `fit` need from `stages`, sample by sample."""


def backward(x, y, w1, w2, b):
    each = [stages(float(a), float(t), w1, w2, b)[1] for a, t in zip(np.atleast_1d(x), np.atleast_1d(y))]
    return {name: np.mean([one[name] for one in each]) for name in ("w1", "w2", "b")}


def fit(x, y, params, lr, epochs):
    losses = np.empty((epochs, len(x)))
    for epoch in range(epochs):
        for i, (one, target) in enumerate(zip(x, y)):
            values, gradients = stages(one, target, params["w1"], params["w2"], params["b"])
            losses[epoch, i] = values["loss"]
            params = sgd_step(params, gradients, lr)
    return params, losses
