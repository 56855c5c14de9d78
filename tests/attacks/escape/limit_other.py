# what: Take away another process's right to open files.
# verdict: raised
# breach: signal: the other process has other limits
# defence: seccomp identity capabilities landlock
import resource


def forward(x, w1, w2, b):
    resource.prlimit(int("@victim@"), resource.RLIMIT_NOFILE, (7, 7))
    return 0.0
