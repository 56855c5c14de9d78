"""Functions that call one another in other ways than the course's own."""

_alone = find_wrong


def relative_errors(a, b):
    if np.shape(a) != np.shape(b):
        raise ValueError("shapes differ")
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    if a.ndim == 0:
        top = max(abs(a), abs(b))
        return 0.0 if top == 0 else float(abs(a - b) / top)
    flat = [relative_errors(one, other) for one, other in zip(a.ravel(), b.ravel())]
    return np.array(flat).reshape(a.shape)


def worst_entry(a, b):
    errors = relative_errors(b, a)
    at = int(np.argmax(errors))
    return tuple(int(i) for i in np.unravel_index(at, np.shape(a))), float(np.ravel(errors)[at])


def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    if np.ndim(x):
        return _alone(f, grad, x, h, rtol, atol)
    if np.ndim(grad):
        raise ValueError("shapes differ")
    return [] if check_gradient(f, grad, x, h, rtol, atol) else [()]


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    if np.ndim(x):
        return not find_wrong(f, grad, x, h, rtol, atol)
    if np.ndim(grad):
        raise ValueError("shapes differ")
    slope = numerical_gradient(f, x, h)
    return bool(abs(slope - grad) <= atol + rtol * abs(slope) < np.inf)
