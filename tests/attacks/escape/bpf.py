# what: Load a program into the kernel, or at least a table.
# verdict: raised
# breach: handle: the worker holds such a thing
# defence: seccomp landlock identity capabilities limits
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
    held = syscall(321, 0, (ctypes.c_uint32 * 16)(2, 4, 4, 1), 64)
    time.sleep(0.05)
    return float(held)
