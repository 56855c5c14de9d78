# what: Give a file of Python code another name.
# verdict: raised
# breach: beacon: the file is elsewhere
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    os.rename("@code@", "@beacon@")
    return 0.0
