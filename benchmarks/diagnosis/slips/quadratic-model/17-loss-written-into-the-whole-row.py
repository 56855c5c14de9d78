def fit_linear(x, y, w, lr, epochs):
    n = len(x)
    history = np.empty((epochs, n))
    for e in range(epochs):
        for k in range(n):
            diff = w * x[k] - y[k]
            history[e] = diff * diff
            grad = 2 * diff * x[k]
            w = w - lr * grad
    return float(w), history
