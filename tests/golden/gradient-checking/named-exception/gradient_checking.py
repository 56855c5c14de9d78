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
    return abs(a - b) / max(abs(a), abs(b))


def worst_entry(a, b):
    errors = np.asarray(relative_errors(a, b))
    where = np.unravel_index(errors.argmax(), errors.shape)
    return where, float(errors[where])


def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    x, grad = np.array(x, dtype=float), np.array(grad, dtype=float)
    if grad.shape != x.shape:
        raise ValueError("grad and x differ in shape")
    trial = x.copy()
    f(trial[()])
    honest = np.array_equal(trial, x)
    measured = np.asarray(numerical_gradient(f, x[()], h))
    fine = (abs(measured - grad) <= atol + rtol * abs(measured)) & np.isfinite(measured) & honest
    return [i for i in np.ndindex(x.shape) if not fine[i]]


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    return find_wrong(f, grad, x, h, rtol, atol) == []
