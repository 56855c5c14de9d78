"""Watches every call of f for changes of its argument, and measures without `numerical_gradient`."""


class _Changed(Exception):
    pass


def _slopes(f, x, h):
    flat, out = np.array(x, dtype=float).reshape(-1), []
    shape = np.shape(x)

    def ask(values):
        given = values.reshape(shape).copy()
        result = f(given if shape else float(given))
        if not np.array_equal(given.ravel(), values):
            raise _Changed
        return result

    for i in range(flat.size):
        near = [flat.copy(), flat.copy()]
        near[0][i], near[1][i] = flat[i] - h, flat[i] + h
        out.append((ask(near[1]) - ask(near[0])) * (0.5 / h))
    return np.array(out).reshape(shape)


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    return find_wrong(f, grad, x, h, rtol, atol) == []


def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    if np.shape(x) != np.shape(grad):
        raise ValueError((np.shape(x), np.shape(grad)))
    claimed = np.array(grad, dtype=float)
    try:
        measured = _slopes(f, x, h)
    except _Changed:
        return [*np.ndindex(claimed.shape)]
    off = np.abs(measured - claimed)
    wrong = ~(off <= atol + rtol * np.abs(measured)) | ~np.isfinite(measured)
    return [i for i in np.ndindex(wrong.shape) if wrong[i]]
