# what: Return lists nested as deeply as can be sent, and deeper than can be written down.
# verdict: wrong | raised | crashed
# breach: collapse: the comparison fails in a way of its own
# defence: boundary
import sys


def forward(x, w1, w2, b):
    result = []
    for _ in range(DEPTH):
        result = [result]
    return result


DEPTH = 500 if "hidden_suite" not in sys.modules else 5000
