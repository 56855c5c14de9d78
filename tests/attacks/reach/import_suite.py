# what: Import the hidden suite, the grader and what it computed answers with.
# verdict: raised
# breach: secret: a name of the hidden suite is in the answer
# defence: boundary
import sys


def forward(x, w1, w2, b):
    for name in ("grader.suite.api", "grader.oracle", "pytest", "torch"):
        if name in sys.modules:
            raise ImportError("too easy")
    import hidden_suite

    return hidden_suite.SECRET
