# what: Hand in an expression that takes the compiler very long.
# verdict: timeout | memory | raised
# breach: overrun: loading uses several times the CPU time of a call
# defence: cpu-deadline
# limits: cpu=0.1
while True:
    compile("x = 1.0 * x + 2.0
" * 5000, "here", "exec")
