"""Returns arrays in Fortran order."""

import functools


def _laid_out(value):
    return np.asfortranarray(value) if np.ndim(value) else value


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
