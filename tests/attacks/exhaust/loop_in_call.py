# what: Never return from a call.
# verdict: timeout
# breach: overrun: the call uses several times the CPU time it may
# defence: cpu-deadline
# limits: cpu=0.2


def forward(x, w1, w2, b):
    while True:
        pass
