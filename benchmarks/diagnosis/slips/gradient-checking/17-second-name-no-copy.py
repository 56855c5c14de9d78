def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    g = np.array(grad, dtype=np.float64)
    p = np.array(x, dtype=np.float64)
    if g.shape != p.shape:
        raise ValueError("grad and x must have the same shape")

    measured = np.array(numerical_gradient(f, p.copy()[()], h))

    # does f leave its argument alone?
    before = p
    f(p[()])
    touched = not np.array_equal(before, p)

    wrong = []
    for i in np.ndindex(p.shape):
        ok = bool(np.isfinite(measured[i]) and np.isfinite(g[i]))
        ok = ok and abs(measured[i] - g[i]) <= atol + rtol * abs(measured[i])
        if touched or not ok:
            wrong.append(i)
    return wrong
