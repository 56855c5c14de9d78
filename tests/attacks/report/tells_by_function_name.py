# what: Put a number into the name of a function in the traceback.
# verdict: raised
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
def inner():
    raise ValueError("here")


def forward(x, w1, w2, b):
    name = f"f{x[0]}".replace(".", "_")
    inner.__code__ = inner.__code__.replace(co_name=name, co_qualname=name)
    inner()
