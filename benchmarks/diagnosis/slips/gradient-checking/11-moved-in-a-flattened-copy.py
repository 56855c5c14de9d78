def numerical_gradient(f, x, h=1e-5):
    point = np.array(x, dtype=np.float64)
    slopes = np.zeros(point.size)
    for i in range(point.size):
        right = point.copy()
        left = point.copy()
        right.flatten()[i] += h
        left.flatten()[i] -= h
        slopes[i] = (f(right[()]) - f(left[()])) / (2 * h)
    if point.ndim == 0:
        return float(slopes[0])
    return slopes.reshape(point.shape)
