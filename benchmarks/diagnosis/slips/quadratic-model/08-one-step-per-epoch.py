def fit_linear(x, y, w, lr, epochs):
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    w = float(w)
    losses = []
    for _ in range(epochs):
        r = w * x - y
        losses.append(r**2)
        w = w - lr * float(np.mean(2 * r * x))
    return w, np.array(losses).reshape(epochs, len(x))
