# what: Print one enormous line.
# verdict: passed
# breach: output: more is kept of what was printed than is permitted
# defence: output-cap
import sys


def forward(x, w1, w2, b):
    sys.stderr.write("x" * 10**7)
    return w1 * x**2 + w2 * x + b
