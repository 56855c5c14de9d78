# what: Wait, which takes no CPU time.
# verdict: timeout
# breach: overrun: the grader waits several times as long as it should
# defence: wall-deadline
# limits: wall=0.4
import time


def forward(x, w1, w2, b):
    time.sleep(20)
    return 0.0
