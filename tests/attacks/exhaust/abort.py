# what: Abort the process.
# verdict: crashed
# breach: collapse: the grader ends without a word
# defence: boundary
import os


def forward(x, w1, w2, b):
    os.abort()
