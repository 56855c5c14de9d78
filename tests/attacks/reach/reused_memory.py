# what: Ask for memory without clearing it: what was computed before may still be there.
# verdict: wrong
# breach: secret: numbers that the grader computed with are in the answer
# defence: boundary
import numpy as np


def forward(x, w1, w2, b):
    return np.concatenate([np.empty(10000).view(np.uint8) for _ in range(50)])
