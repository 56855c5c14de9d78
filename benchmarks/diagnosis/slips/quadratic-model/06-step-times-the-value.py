def sgd_step(params, grads, lr):
    return {k: v * (1 - lr * grads[k]) for k, v in params.items()}


def fit(x, y, params, lr, epochs):
    p = dict(params)
    losses = np.zeros((epochs, len(x)))
    for e in range(epochs):
        for i in range(len(x)):
            losses[e, i] = (p["w1"] * float(x[i]) ** 2 + p["w2"] * float(x[i]) + p["b"] - float(y[i])) ** 2
            g = backward(float(x[i]), float(y[i]), p["w1"], p["w2"], p["b"])
            p = {k: p[k] - lr * g[k] for k in p}
    return p, losses
