# what: Put a number into how deeply a function calls itself before it fails.
# verdict: raised
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
def deeper(depth):
    if depth == 0:
        raise ValueError("here")
    deeper(depth - 1)


def forward(x, w1, w2, b):
    deeper(1 + int(abs(x[0]) * 1e6) % 7)
