def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for idx in np.ndindex(x.shape):
        moved = x.copy()
        moved[idx] += h
        up = f(moved.copy()[()])
        moved[idx] -= h
        down = f(moved.copy()[()])
        grad[idx] = (up - down) / (2 * h)
    return grad if x.shape else float(grad)
