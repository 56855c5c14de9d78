def backward(x, y, w1, w2, b):
    xs = np.atleast_1d(np.asarray(x, dtype=np.float64))
    ys = np.atleast_1d(np.asarray(y, dtype=np.float64))
    n = len(xs)
    g1 = g2 = gb = 0.0
    for xi, yi in zip(xs, ys):
        err = w1 * xi**2 + w2 * xi + b - yi
        g1 += 2 * err * xi**2
        g2 += 2 * err * xi
        gb += 2 * err
        g1 /= n
        g2 /= n
        gb /= n
    return {"w1": float(g1), "w2": float(g2), "b": float(gb)}
