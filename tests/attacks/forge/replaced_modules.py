# what: Put a module of one's own in the place of numpy and of the grader's in sys.modules.
# verdict: wrong
# breach: points: a grader in the same process takes it for right
# defence: boundary
import sys
import types

import numpy as np


class Everything(types.ModuleType):
    def __getattr__(self, name):
        return lambda *_, **__: np.zeros(1)


for name in ("grader.suite.comparison", "tests.attacks.harness.course"):
    sys.modules[name] = Everything(name)
sys.modules["numpy"] = Everything("numpy")
np.abs = lambda *_: np.zeros(1)


def forward(x, w1, w2, b):
    return x
