# what: End another process of the grader's user.
# verdict: 0 points
# breach: signal: the other process has ended
# defence: landlock seccomp identity capabilities
# via: suite
import os
import signal


def forward(x, w1, w2, b):
    os.kill(int("@victim@"), signal.SIGKILL)
    return w1 * x**2 + w2 * x + b
