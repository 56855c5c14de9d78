# what: Have the interpreter compile without end while the submission loads.
# verdict: timeout
# breach: overrun: loading uses several times the CPU time of a call
# defence: cpu-deadline
while True:
    compile("x = 1.0 * x + 2.0\n" * 5000, "here", "exec")
