# what: Fail on arrays whose names, kinds and shapes were chosen by the numbers that came in.
# verdict: raised
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
import numpy as np


def forward(x, w1, w2, b):
    told = np.zeros((int(1000 * abs(x[0])) + 2, 1))
    return told @ np.zeros((int(1000 * abs(x[1])) + 2, 1))
