# what: Become another program that makes a file.
# verdict: raised
# breach: beacon: a file appears
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    os.execv("/bin/mkdir", ["mkdir", "@beacon@"])
