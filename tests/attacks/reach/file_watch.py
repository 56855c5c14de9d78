# what: Watch a folder of the grader's for what is written there, with inotify.
# verdict: raised
# breach: handle: the worker holds a watch on files
# defence: seccomp
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
    watch = syscall(294, 0)
    time.sleep(0.05)
    return float(watch)
