# what: Answer the first call, and never return from the second.
# verdict: timeout
# breach: overrun: the call uses several times the CPU time it may
# defence: cpu-deadline
# limits: cpu=0.1
def forward(x, w1, w2, b):
    return w1 * x**2 + w2 * x + b


def backward(x, y, w1, w2, b):
    while True:
        pass
