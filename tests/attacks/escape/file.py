# what: Make a file.
# verdict: raised
# breach: beacon: a file appears
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    open("@beacon@", "w").close()
    return 0.0
