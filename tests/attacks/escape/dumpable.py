# what: Open one's own memory to other processes, an accomplice's.
# verdict: raised
# breach: handle: the worker can be looked into
# defence: seccomp
import ctypes
import os
import time

libc = ctypes.CDLL(None, use_errno=True)


def syscall(number, *arguments):
    wide = [ctypes.c_long(item) if isinstance(item, int) else item for item in arguments]
    result = libc.syscall(ctypes.c_long(number), *wide)
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def forward(x, w1, w2, b):
    syscall(157, 4, 1, 0, 0, 0)
    time.sleep(0.05)
    return 0.0
