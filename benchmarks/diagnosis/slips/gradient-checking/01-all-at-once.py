def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    if x.ndim == 0:
        return float((f(float(x) + h) - f(float(x) - h)) / (2 * h))
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        grad[i] = (f(x + h) - f(x - h)) / (2 * h)
    return grad


def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    x, grad = np.array(x, dtype=float), np.array(grad, dtype=float)
    if x.shape != grad.shape:
        raise ValueError("shapes")
    probe = x.copy()
    f(probe[()])
    wrong = []
    for i in np.ndindex(x.shape):
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        n = (f(a[()]) - f(b[()])) / (2 * h)
        if not (np.isfinite(n) and abs(n - grad[i]) <= atol + rtol * abs(n)) or not np.array_equal(probe, x):
            wrong.append(i)
    return wrong
