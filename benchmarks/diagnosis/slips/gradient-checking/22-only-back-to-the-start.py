

def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        moved = np.array(x)
        moved[i] += h
        f_plus = f(np.array(moved)[()])
        moved[i] -= h
        f_minus = f(np.array(moved)[()])
        grad[i] = (f_plus - f_minus) / (2 * h)
    if x.ndim == 0:
        return float(grad)
    return grad
