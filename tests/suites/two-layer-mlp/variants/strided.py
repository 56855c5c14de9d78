"""Returns views with steps of two entries, and arrays without axes where the solution returns numbers."""

import functools


def _laid_out(value):
    if not np.ndim(value):
        return np.array(value)
    twice = np.repeat(value, 2, axis=-1)[::-1]
    return twice[::-1, ..., ::2] if np.ndim(value) > 1 else twice[::-1][::2]


def _changed(value):
    if isinstance(value, dict):
        return {key: _changed(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_changed(one) for one in value)
    return _laid_out(value)


def _wrapped(function):
    @functools.wraps(function)
    def wrapped(*args, **kwargs):
        return _changed(function(*args, **kwargs))

    return wrapped


for _name in ("activate", "activate_grad", "forward", "loss", "loss_grad", "backward", "train"):
    globals()[_name] = _wrapped(globals()[_name])
