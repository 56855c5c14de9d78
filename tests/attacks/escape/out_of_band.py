# what: Send a byte out of band over the channel: a path through the kernel that has been a way out of
#     sandboxes.
# verdict: raised
# breach: channel: the grader's end of the channel has such a byte
# defence: seccomp
import ctypes
import os
import stat
import time

libc = ctypes.CDLL(None, use_errno=True)


def syscall(number, *arguments):
    wide = [ctypes.c_long(item) if isinstance(item, int) else item for item in arguments]
    result = libc.syscall(ctypes.c_long(number), *wide)
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


OUT_OF_BAND = 1


def forward(x, w1, w2, b):
    (channel,) = (fd for fd in range(3, 64) if is_socket(fd))
    syscall(44, channel, b"x", 1, OUT_OF_BAND, 0, 0)
    time.sleep(0.05)
    return 0.0


def is_socket(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False
