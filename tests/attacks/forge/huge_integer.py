# what: Return an integer of 5000 digits, which NumPy and Python refuse to convert or print.
# verdict: wrong
# breach: points: a grader fails in a way of its own
# defence: compare
def forward(x, w1, w2, b):
    return 10**5000


class Number(int):
    def __eq__(self, other):
        return True

    __hash__ = None


def backward(x, y, w1, w2, b):
    return {"w1": Number(10**5000), "w2": Number(), "b": Number()}
