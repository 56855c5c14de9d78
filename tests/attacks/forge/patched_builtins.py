# what: Replace all, any, abs, isinstance and float for everybody.
# verdict: wrong | raised | crashed
# breach: points: a grader in the same process takes it for right
# defence: boundary
import builtins

import numpy as np

np.allclose = lambda *_, **__: builtins.all([])
builtins.all = builtins.any = lambda *_: True
builtins.abs = lambda *_: 0.0


def forward(x, w1, w2, b):
    return w1 * x**2 + w2 * x + b


def backward(x, y, w1, w2, b):
    return {"w1": 0.0, "w2": 0.0, "b": 0.0}
