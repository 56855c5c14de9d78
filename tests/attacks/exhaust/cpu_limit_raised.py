# what: Raise one's own limit of CPU time, then loop.
# verdict: timeout
# breach: overrun: the call uses several times the CPU time it may
# defence: cpu-deadline
# limits: cpu=0.1
import resource


def forward(x, w1, w2, b):
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass
    while True:
        pass
