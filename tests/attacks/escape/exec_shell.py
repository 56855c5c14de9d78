# what: Run a command by the shell.
# verdict: wrong
# breach: beacon: a file appears
# defence: landlock seccomp limits
import os


def forward(x, w1, w2, b):
    return float(os.system("mkdir '@beacon@'"))
