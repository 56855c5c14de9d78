import numpy as np


def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    if x.dtype != np.float64:
        x = x.astype(float)
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        right = f(x)
        x[index] -= 2 * h
        left = f(x)
        x[index] += h
        gradient[index] = (right - left) / (2 * h)
    return gradient


def relative_errors(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError("a and b differ in shape")
    top = np.maximum(abs(a), abs(b))
    return np.divide(abs(a - b), top, out=np.zeros(a.shape), where=top != 0)[()]


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
