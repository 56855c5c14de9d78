# what: Make a symbolic link.
# verdict: raised
# breach: beacon: a link appears
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    os.symlink("/etc/passwd", "@beacon@")
    return 0.0
