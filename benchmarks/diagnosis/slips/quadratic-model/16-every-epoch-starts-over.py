def fit(x, y, params, lr, epochs):
    losses = np.zeros((epochs, len(x)))
    final = params.copy()
    for e in range(epochs):
        current = params.copy()
        for i, (xi, yi) in enumerate(zip(x, y)):
            y_hat = forward(xi, current["w1"], current["w2"], current["b"])
            losses[e, i] = loss(y_hat, yi)
            grads = backward(xi, yi, current["w1"], current["w2"], current["b"])
            current = sgd_step(current, grads, lr)
        final = current
    return final, losses
