# what: Overflow the stack of the C code that prints nested lists.
# verdict: crashed
# breach: collapse: the grader ends without a word
# defence: boundary
# limits: cpu=10
import sys


def forward(x, w1, w2, b):
    sys.setrecursionlimit(10**9)
    nested = []
    for _ in range(2 * 10**5):
        nested = [nested]
    return repr(nested)
