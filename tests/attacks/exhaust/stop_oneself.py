# what: Stop one's own process, so that it neither works nor ends.
# verdict: timeout
# breach: overrun: the grader waits several times as long as it should
# defence: wall-deadline
# limits: wall=0.4
import os
import signal


def forward(x, w1, w2, b):
    os.kill(os.getpid(), signal.SIGSTOP)
    return 0.0
