# what: Raise an exception that says what came in.
# verdict: raised
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
def forward(x, w1, w2, b):
    raise ValueError(str(x.tolist()))
