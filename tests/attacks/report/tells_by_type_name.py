# what: Put a number into the name of an exception's class.
# verdict: raised
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
def forward(x, w1, w2, b):
    raise type(f"Error{x[0]}".replace(".", "_"), (Exception,), {})
