# what: Return a list with an integer of so many digits that writing it down is an error.
# verdict: wrong
# breach: collapse: the comparison fails in a way of its own
# defence: boundary
def forward(x, w1, w2, b):
    return [10**9000]
