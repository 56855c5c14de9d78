# what: Start a program that makes a file.
# verdict: raised
# breach: beacon: a file appears
# defence: landlock seccomp limits
import os


def forward(x, w1, w2, b):
    child = os.posix_spawn("/bin/mkdir", ["mkdir", "@beacon@"], {})
    return float(os.waitpid(child, 0)[1])
