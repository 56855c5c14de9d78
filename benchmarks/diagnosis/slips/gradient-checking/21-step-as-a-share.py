

def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=np.float64)
    if point.ndim == 0:
        v = float(point)
        return float((f(v * (1 + h)) - f(v * (1 - h))) / (2 * h))
    slopes = np.empty(point.shape)
    for idx in np.ndindex(point.shape):
        up = point.copy()
        down = point.copy()
        up[idx] *= 1 + h
        down[idx] *= 1 - h
        slopes[idx] = (f(up) - f(down)) / (2 * h)
    return slopes
