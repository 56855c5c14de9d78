# what: Fill a list without end.
# verdict: memory
# breach: memory: the worker holds more memory than it may
# defence: memory-limit
# limits: memory=300 cpu=2
import time


def spin():
    end = time.monotonic() + 0.15
    while time.monotonic() < end:
        pass


def forward(x, w1, w2, b):
    kept = []
    while len(kept) < 360:
        kept.append(bytearray(10**6))
    spin()
    return 0.0
