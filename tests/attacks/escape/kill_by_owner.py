# what: Make another process the owner of the channel, and have the kernel signal it.
# verdict: raised
# breach: signal: the other process has ended
# defence: seccomp landlock identity
import fcntl
import os
import signal
import stat
import time


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
        # An answer, so that the next check's request comes while nobody waits for it: then the signal is sent.
        reply = b"\x83\xa5value\xc0\xa7changed\x90\xa6output\xa0"
        os.write(descriptor, len(reply).to_bytes(4, "big") + reply)
        time.sleep(0.2)
    return 0.0


def next_check():
    """Be asked for again: the request comes while nobody waits for it."""
