# what: Return NaN: it is not more than the tolerance away.
# verdict: wrong
# breach: points: a comparison that asks the answer accepts it
# defence: compare
import numpy as np


def forward(x, w1, w2, b):
    return np.full(x.shape, np.nan)
