# what: Make a named pipe.
# verdict: raised
# breach: beacon: a pipe appears
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    os.mkfifo("@beacon@")
    return 0.0
