# what: Empty a file of Python code.
# verdict: raised
# breach: beacon: the file is empty
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    os.truncate("@code@", 0)
    return 0.0
