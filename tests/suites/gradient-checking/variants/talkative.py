"""Prints, warns, and computes a NaN that it throws away."""

import warnings

_quiet = {name: globals()[name] for name in ("numerical_gradient", "relative_errors", "find_wrong")}


def numerical_gradient(f, x, h=1e-5):
    print("measuring", x)
    warnings.warn("this may take a while")
    return _quiet["numerical_gradient"](f, x, h)


def relative_errors(a, b):
    np.sqrt(-np.ones(2))
    return _quiet["relative_errors"](a, b)


def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    print("checking " * 3000)
    return _quiet["find_wrong"](f, grad, x, h, rtol, atol)
