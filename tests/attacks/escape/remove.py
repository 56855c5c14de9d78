# what: Remove a file of Python code.
# verdict: raised
# breach: beacon: the file is gone
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    os.unlink("@code@")
    return 0.0
