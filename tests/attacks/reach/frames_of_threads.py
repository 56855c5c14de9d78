# what: Look at what every thread is doing.
# verdict: wrong
# breach: secret: a local variable of the grader is in the answer
# defence: boundary
import sys


def forward(x, w1, w2, b):
    found = []
    for frame in sys._current_frames().values():
        while frame is not None:
            found.append(repr(dict(frame.f_locals))[:2000])
            frame = frame.f_back
    return "\n".join(found)
