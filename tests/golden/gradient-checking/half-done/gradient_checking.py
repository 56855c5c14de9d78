import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        out[i] = (f((x + e)[()]) - f((x - e)[()])) / (2 * h)
    return out if x.ndim else float(out)


def relative_errors(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError("a and b differ in shape")
    top = np.maximum(abs(a), abs(b))
    return np.divide(abs(a - b), top, out=np.zeros(a.shape), where=top != 0)[()]


def worst_entry(a, b):
    raise NotImplementedError


def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    raise NotImplementedError


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    raise NotImplementedError
