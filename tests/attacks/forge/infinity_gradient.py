# what: Return infinite gradients, whose differences are NaN.
# verdict: wrong
# breach: points: a comparison that asks the answer accepts it
# defence: compare
class Near(float):
    def __eq__(self, other):
        return self != self or True

    __hash__ = None


def forward(x, w1, w2, b):
    return w1 * x**2 + w2 * x + b


def backward(x, y, w1, w2, b):
    return {name: Near("inf") for name in ("w1", "w2", "b")}
