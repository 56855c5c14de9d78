# what: Have the grader's own code fail on an argument, and keep what the failure holds.
# verdict: wrong
# breach: secret: a variable of the grader is in the answer
# defence: boundary
import sys


class Trap:
    found = []

    def __getattr__(self, name):
        frame = sys._getframe(1)
        while frame is not None:
            Trap.found.append(repr(dict(frame.f_locals))[:2000])
            frame = frame.f_back
        raise AttributeError(name)


def forward(x, w1, w2, b):
    hasattr(Trap(), "answer")
    return "\n".join(Trap.found)
