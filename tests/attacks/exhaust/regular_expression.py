# what: Match an expression that tries every way to split a word.
# verdict: timeout
# breach: overrun: the call uses several times the CPU time it may
# defence: cpu-deadline
# limits: cpu=0.1
import re


def forward(x, w1, w2, b):
    return float(bool(re.match(r"(a+)+$", "a" * 60 + "b")))
