import numpy as np


def curve(x):
    return x * x * x


def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return float(numerical_gradient(lambda z: f(float(z[0])), np.array([float(x)]), h)[0])
    point = np.array(x, dtype=float)
    grad = np.zeros(point.shape)
    for ix in np.ndindex(point.shape):
        point[ix] += h
        after = f(point.copy())
        point[ix] -= h
        before = f(point.copy())
        grad[ix] = (after - before) / (2 * h)
    return grad


def relative_errors(a, b):
    a = np.asarray(a, dtype=float)
    b = np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError("shapes differ: " + str(a.shape) + " and " + str(b.shape))
    top = abs(a - b)
    bottom = np.maximum(abs(a), abs(b))
    out = np.divide(top, bottom, out=np.zeros(a.shape), where=bottom != 0)
    return out if out.shape else float(out)


def worst_entry(a, b):
    errors = np.asarray(relative_errors(a, b))
    best_index, best = None, -1.0
    for ix in np.ndindex(errors.shape):
        e = float(errors[ix])
        if e != e:
            return ix, e
        if e > best:
            best_index, best = ix, e
    return best_index, best


def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    x = np.asarray(x, dtype=float)
    grad = np.asarray(grad, dtype=float)
    if x.shape != grad.shape:
        raise ValueError(f"grad is {grad.shape} but x is {x.shape}")
    everything = [ix for ix in np.ndindex(x.shape)]
    if x.ndim:
        seen = x.copy()
        f(seen)
        if (seen != x).any():
            return everything
    measured = np.asarray(numerical_gradient(f, x, h))
    wrong = []
    for ix in everything:
        m, g = measured[ix], grad[ix]
        if not (np.isfinite(m) and np.isfinite(g)) or abs(m - g) > atol + rtol * abs(m):
            wrong.append(ix)
    return wrong


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    return len(find_wrong(f, grad, x, h, rtol, atol)) == 0
