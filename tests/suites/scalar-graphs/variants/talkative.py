"""Prints, warns, returns NumPy numbers and more keys than are asked for."""

import functools
import warnings

import numpy as np


def _talking(function):
    @functools.wraps(function)
    def talking(*args, **kwargs):
        print("calling", function.__name__)
        warnings.warn("about to compute")
        result = function(*args, **kwargs)
        if isinstance(result, dict):
            return {key: np.float64(one) for key, one in reversed(result.items())} | {"note": "done", 7: None}
        return [np.float64(one) for one in result] if isinstance(result, tuple) else np.array(result)

    return talking


multiply_backward = _talking(multiply_backward)
factory_forward = _talking(factory_forward)
factory_loss = _talking(factory_loss)
factory_backward = _talking(factory_backward)
affine_forward = _talking(affine_forward)
affine_loss = _talking(affine_loss)
affine_backward = _talking(affine_backward)
fork_forward = _talking(fork_forward)
fork_backward = _talking(fork_backward)
