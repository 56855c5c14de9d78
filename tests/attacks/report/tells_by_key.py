# what: Put numbers into the keys of a dict that the suite passes on.
# verdict: wrong
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
def forward(x, w1, w2, b):
    return {f"k{x[0]}": x, "b": {str(x[1]): 1}}


def backward(x, y, w1, w2, b, cache):
    return {"w1": 0.0, "w2": 0.0, "b": 0.0}
