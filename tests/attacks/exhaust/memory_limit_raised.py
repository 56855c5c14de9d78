# what: Raise one's own limit of memory, then fill it.
# verdict: memory
# breach: memory: the worker holds more memory than it may
# defence: memory-limit
# limits: memory=300 cpu=2
import resource


import time


def spin():
    end = time.monotonic() + 0.15
    while time.monotonic() < end:
        pass


def forward(x, w1, w2, b):
    for bound in ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), (1 << 31, 1 << 31)):
        try:
            resource.setrlimit(resource.RLIMIT_AS, bound)
        except (OSError, ValueError):
            continue
    kept = [bytearray(10**6) for _ in range(360)]
    spin()
    return float(len(kept))
