# what: Make a user namespace, in which everybody can be root.
# verdict: raised
# breach: handle: the worker is in another namespace
# defence: seccomp identity capabilities limits
# needs: root
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
    time.sleep(0.05)
    syscall(272, 0x10000000)
    time.sleep(0.05)
    return 0.0
