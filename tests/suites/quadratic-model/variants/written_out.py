"""Calls no function from another; its residual is target minus prediction, which two signs make good again."""


def fit(x, y, params, lr, epochs):
    x, y = np.array(x, float), np.array(y, float)
    w1, w2, b = (params[k] for k in ("w1", "w2", "b"))
    rows = []
    for _ in range(epochs):
        row = []
        for a, t in zip(x, y):
            e = t - (w1 * a**2 + w2 * a + b)
            row.append(e * e)
            w1, w2, b = w1 + lr * 2 * e * a**2, w2 + lr * 2 * e * a, b + lr * 2 * e
        rows.append(row)
    return {"w1": w1, "w2": w2, "b": b}, np.reshape(rows, (epochs, len(x)))


def fit_linear(x, y, w, lr, epochs):
    losses = []
    for _ in range(epochs):
        for a, t in zip(x, y):
            losses.append((t - w * a) ** 2)
            w += 2 * lr * a * (t - w * a)
    return w, np.reshape(losses, (epochs, len(x)))
