"""Prints and writes to the error stream in every call, and warns where the stub does not rule it out."""

import functools
import sys
import warnings


def _chatty(function):
    @functools.wraps(function)
    def talking(*args, **kwargs):
        result = function(*args, **kwargs)
        print("result", result)
        print("to stderr", file=sys.stderr)
        if function.__name__ != "activate":
            warnings.warn("careful")
        return result

    return talking


for _name in ("activate", "activate_grad", "forward", "loss", "loss_grad", "backward", "train"):
    globals()[_name] = _chatty(globals()[_name])
