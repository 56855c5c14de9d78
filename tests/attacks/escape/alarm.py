# what: Set a timer that rings after the call.
# verdict: raised
# breach: collapse: the grader ends without a word
# defence: boundary
import signal
import time


def forward(x, w1, w2, b):
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(0.1)
    return 0.0
