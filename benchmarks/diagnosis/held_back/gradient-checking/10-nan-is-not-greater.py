import numpy as np


def curve(x):
    return x * x * x


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    grad = np.empty(x.shape)
    it = np.nditer(x, flags=["multi_index", "zerosize_ok"])
    while not it.finished:
        ix = it.multi_index
        bump = np.zeros(x.shape)
        bump[ix] = h
        up = x + bump
        down = x - bump
        if x.ndim == 0:
            up, down = float(up), float(down)
        grad[ix] = (f(up) - f(down)) / (2 * h)
        it.iternext()
    if x.ndim == 0:
        return float(grad)
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
    probe = x.copy()
    f(probe[()])
    if (probe != x).any():
        return list(np.ndindex(x.shape))
    numerical = np.asarray(numerical_gradient(f, x, h))
    bad = np.abs(numerical - grad) > atol + rtol * np.abs(numerical)
    return [tuple(int(i) for i in row) for row in np.argwhere(bad)]


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    return len(find_wrong(f, grad, x, h, rtol, atol)) == 0
