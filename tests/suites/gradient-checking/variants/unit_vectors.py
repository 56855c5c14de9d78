"""Moves x along unit vectors in a flat array, and gives every list and array in another layout."""


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    row = x.ravel()
    unit = np.eye(row.size)
    sides = [[f((row + side * h * e).reshape(x.shape)) for e in unit] for side in (1, -1)]
    slopes = (np.array(sides[0]) - np.array(sides[1])).reshape(x.shape) / (2 * h)
    return np.asfortranarray(slopes) if x.ndim else slopes


def relative_errors(a, b):
    if np.shape(a) != np.shape(b):
        raise ValueError
    a, b = np.asarray(a, dtype=np.longdouble).astype(float), np.asarray(b, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        errors = np.asarray(np.abs(b - a) / np.maximum(np.abs(b), np.abs(a)))
    errors[(a == 0) & (b == 0)] = 0
    return errors


def worst_entry(a, b):
    errors = np.asarray(relative_errors(a, b))
    return [np.unravel_index(int(errors.argmax()), errors.shape), errors.max()]


def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    grad = np.asarray(grad, dtype=float)
    if grad.shape != np.shape(x):
        raise ValueError("grad should have the shape of x")
    if np.ndim(x):
        copy = np.array(x, dtype=float)
        f(copy)
        if not (copy == np.asarray(x)).all():
            return [tuple(i) for i in np.argwhere(np.ones(grad.shape))]
    numerical = np.asarray(numerical_gradient(f, x, h=h))
    fine = np.isclose(grad, numerical, rtol=rtol, atol=atol) & np.isfinite(numerical) & np.isfinite(grad)
    return [tuple(np.int64(n) for n in i) for i in np.argwhere(~fine)]


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    return np.bool_(find_wrong(f, grad, x, h, rtol, atol) == [])
