# what: Make a file of Python code run with its owner's rights.
# verdict: raised
# breach: beacon: the file has other rights
# defence: seccomp identity
import os


def forward(x, w1, w2, b):
    os.chmod("@code@", 0o4755)
    return 0.0
