# what: Open a file to append to it, which makes it.
# verdict: raised
# breach: beacon: a file appears
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    os.close(os.open("@beacon@", os.O_APPEND | os.O_CREAT))
    return 0.0
