# what: Read from address 0.
# verdict: crashed
# breach: collapse: the grader ends without a word
# defence: boundary
import ctypes


def forward(x, w1, w2, b):
    return ctypes.string_at(0)
