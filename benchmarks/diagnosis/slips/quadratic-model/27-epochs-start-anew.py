

def fit(x, y, params, lr, epochs):
    n = len(x)
    losses = np.zeros((epochs, n))
    p = dict(params)
    for e in range(epochs):
        p = dict(params)
        for k in range(n):
            losses[e, k] = loss(forward(x[k], p["w1"], p["w2"], p["b"]), y[k])
            g = backward(x[k], y[k], p["w1"], p["w2"], p["b"])
            p = sgd_step(p, g, lr)
    return p, losses


def fit_linear(x, y, w, lr, epochs):
    losses = np.zeros((epochs, len(x)))
    for e in range(epochs):
        for k in range(len(x)):
            diff = x[k] * w - y[k]
            losses[e, k] = diff * diff
            w = w - 2 * lr * diff * x[k]
    return float(w), losses
