# what: Keep the numbers of one call and tell them in the next one's message.
# verdict: raised
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
kept = []


def forward(x, w1, w2, b):
    kept.append(x.tolist())
    return w1 * x**2 + w2 * x + b


def backward(x, y, w1, w2, b, cache):
    raise ValueError(f"forward was given {kept}")
