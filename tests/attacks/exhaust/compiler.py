# what: Have the interpreter compile without end while the submission loads.
# verdict: timeout
# breach: overrun: loading uses several times the CPU time of a call
# defence: cpu-deadline
# limits: cpu=0.1
while True:
    compile("x = 1.0 * x + 2.0\n" * 5000, "here", "exec")
