# what: Print one's own environment, which may be the grader's.
# verdict: raised
# breach: secret: a variable of the grader is in the message
# defence: boundary
import os


def forward(x, w1, w2, b):
    raise ValueError(dict(os.environ))
