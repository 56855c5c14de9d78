"""Moves the entries of one copy of x and puts each back; hands f copies; compares NaN by hand."""


def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        x = float(x)
        return (f(x + h) - f(x - h)) / h / 2
    point = np.array(x, dtype=float)
    slopes = []
    for index in np.ndindex(point.shape):
        old = point[index]
        point[index] = old + h
        above = f(point.copy())
        point[index] = old - h
        below = f(point.copy())
        point[index] = old
        slopes.append((above - below) / (2 * h))
    return np.array(slopes, dtype=float).reshape(point.shape)


def worst_entry(a, b):
    errors = np.asarray(relative_errors(a, b))
    worst, index = -1.0, ()
    for place in np.ndindex(errors.shape):
        if not errors[place] <= worst and not np.isnan(worst):
            worst, index = float(errors[place]), place
    return index, worst


def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    if np.shape(grad) != np.shape(x):
        raise ValueError("shapes")
    everything = list(np.ndindex(np.shape(x)))
    if np.ndim(x):
        copy = np.array(x, dtype=float)
        f(copy)
        if (copy != x).any():
            return everything
    n, g = np.asarray(numerical_gradient(f, x, h)), np.asarray(grad)
    wrong = []
    for i in everything:
        off = abs(n[i] - g[i])
        if np.isnan(off) or np.isinf(n[i]) or off > atol + rtol * abs(n[i]):
            wrong.append(i)
    return wrong


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    return len(find_wrong(f, grad, x, h=h, rtol=rtol, atol=atol)) == 0
