# what: Return a structured array whose fields have hostile names.
# verdict: wrong
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
import numpy as np


def forward(x, w1, w2, b):
    print("\x1b[31m")
    return np.zeros(3, dtype=[("\x1b[31m::error::", float), ("##[error]", "O")])
