# what: Catch every exception and go on.
# verdict: timeout
# breach: overrun: the call uses several times the CPU time it may
# defence: cpu-deadline
# limits: cpu=0.1
def forward(x, w1, w2, b):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
