# what: Never finish loading.
# verdict: timeout
# breach: overrun: loading uses several times the CPU time of a call
# defence: cpu-deadline
# limits: cpu=0.6
while True:
    pass
