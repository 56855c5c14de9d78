# what: Make a folder.
# verdict: raised
# breach: beacon: a folder appears
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    os.mkdir("@beacon@")
    return 0.0
