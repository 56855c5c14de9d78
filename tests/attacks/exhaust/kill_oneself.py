# what: End one's own process in the middle of a call.
# verdict: crashed
# breach: collapse: the grader ends without a word
# defence: boundary
import os
import signal


def forward(x, w1, w2, b):
    os.kill(os.getpid(), signal.SIGKILL)
