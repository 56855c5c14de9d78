# what: Leave a note for the next run in a module that is already loaded.
# verdict: wrong
# breach: secret: what one run was told comes back in the next
# defence: boundary
# phases: 2
import numpy as np


def forward(x, w1, w2, b):
    if "@phase@" == "1":
        np.note = "@state@"
    return getattr(np, "note", "nothing")
