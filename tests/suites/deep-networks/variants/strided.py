"""Returns views with steps of two entries, and arrays in Fortran order."""

import functools


def _laid_out(value):
    twice = np.repeat(value, 2, axis=-1)[::-1]
    return np.asfortranarray(twice[::-1, ..., ::2]) if np.ndim(value) > 1 else twice[::-1][::2]


def _changed(value):
    if isinstance(value, dict):
        return {key: _changed(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_changed(one) for one in value)
    return _laid_out(value)


def _wrapped(function):
    @functools.wraps(function)
    def wrapped(*args, **kwargs):
        return _changed(function(*args, **kwargs))

    return wrapped


for _name in ("forward", "backward", "gradient_norms", "mean_slopes", "xavier", "he", "collapse"):
    globals()[_name] = _wrapped(globals()[_name])
