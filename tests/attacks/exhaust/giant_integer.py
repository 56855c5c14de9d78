# what: Compute a number of a hundred million digits.
# verdict: timeout
# breach: overrun: the call uses several times the CPU time it may
# defence: cpu-deadline
# limits: cpu=0.1
def forward(x, w1, w2, b):
    return 3 ** (10**8)
