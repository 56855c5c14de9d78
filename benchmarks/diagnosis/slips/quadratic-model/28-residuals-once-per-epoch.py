

def fit_linear(x, y, w, lr, epochs):
    xs = np.asarray(x, dtype=np.float64)
    ys = np.asarray(y, dtype=np.float64)
    losses = np.zeros((epochs, xs.size))
    for epoch in range(epochs):
        residuals = w * xs - ys
        for i, r in enumerate(residuals):
            losses[epoch, i] = r**2
            grad = 2 * r * xs[i]
            w = w - lr * grad
    return float(w), losses
