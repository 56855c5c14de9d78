# what: Replace np.abs, with which a difference is judged.
# verdict: wrong
# breach: points: a grader in the same process takes it for right
# defence: boundary
import numpy as np

np.abs = np.absolute = lambda *_: np.zeros(1)


def forward(x, w1, w2, b):
    return np.zeros_like(x)
