# what: Loop inside of one call of C, so that the interpreter never gets a turn.
# verdict: timeout
# breach: overrun: the call uses several times the CPU time it may
# defence: cpu-deadline
# limits: cpu=0.1
import itertools


def forward(x, w1, w2, b):
    return sum(itertools.repeat(1))
