"""Prints, writes to the error stream and warns in every call."""

import functools
import sys
import warnings


def _chatty(function):
    @functools.wraps(function)
    def talking(*args, **kwargs):
        result = function(*args, **kwargs)
        print("result", result)
        print("to stderr", file=sys.stderr)
        warnings.warn("careful")
        return result

    return talking


for _name in ("forward", "backward", "gradient_norms", "mean_slopes", "xavier", "he", "collapse"):
    globals()[_name] = _chatty(globals()[_name])
