# what: Fork by clone3, which hides its flags from a filter.
# verdict: raised
# breach: process: there are more processes than the worker
# defence: seccomp limits
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
    arguments = (ctypes.c_uint64 * 11)()
    arguments[4] = 17
    if syscall(435, arguments, ctypes.sizeof(arguments)) == 0:
        time.sleep(0.2)
        os._exit(0)
    time.sleep(0.1)
    return 0.0
