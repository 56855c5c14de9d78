# what: Print as many lines as a number says.
# verdict: wrong
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
def forward(x, w1, w2, b):
    print("x\n" * (int(abs(x[0]) * 1e3) % 500))
    return x
