# what: Mount a file system over a folder of the grader's, in a view of one's own.
# verdict: raised
# breach: beacon: what was there is covered
# defence: seccomp landlock identity capabilities
# needs: root
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def syscall(number, *arguments):
    wide = [ctypes.c_long(item) if isinstance(item, int) else item for item in arguments]
    result = libc.syscall(ctypes.c_long(number), *wide)
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def forward(x, w1, w2, b):
    return float(syscall(165, b"none", b"@open@", b"tmpfs", 0, b"size=4096"))
