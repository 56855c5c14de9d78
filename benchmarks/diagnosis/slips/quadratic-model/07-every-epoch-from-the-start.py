def fit(x, y, params, lr, epochs):
    losses = np.zeros((epochs, len(x)))
    p = dict(params)
    for epoch in range(epochs):
        p = dict(params)
        for i in range(len(x)):
            xi, yi = float(x[i]), float(y[i])
            losses[epoch, i] = loss(forward(xi, p["w1"], p["w2"], p["b"]), yi)
            p = sgd_step(p, backward(xi, yi, p["w1"], p["w2"], p["b"]), lr)
    return p, losses
