# what: Ignore every signal that can be ignored, and never return.
# verdict: timeout
# breach: overrun: the call uses several times the CPU time it may
# defence: cpu-deadline
# limits: cpu=0.1
import signal


def forward(x, w1, w2, b):
    for number in range(1, 32):
        try:
            signal.signal(number, signal.SIG_IGN)
        except OSError:
            continue
    while True:
        pass
