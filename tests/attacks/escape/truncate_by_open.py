# what: Empty a file of Python code by opening it.
# verdict: raised
# breach: beacon: the file is empty
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    os.close(os.open("@code@", os.O_WRONLY | os.O_TRUNC))
    return 0.0
