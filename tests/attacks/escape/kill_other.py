# what: End another process.
# verdict: raised
# breach: signal: the other process has ended
# defence: seccomp landlock identity
import os
import signal


def forward(x, w1, w2, b):
    os.kill(int("@victim@"), signal.SIGKILL)
    return 0.0
