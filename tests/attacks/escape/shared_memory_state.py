# what: Leave a note for the next run in shared memory.
# verdict: raised
# breach: secret: what one run was told comes back in the next
# defence: seccomp
# phases: 2
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


libc.shmat.restype = ctypes.c_void_p


def forward(x, w1, w2, b):
    segment = syscall(29, int("@grader@"), 4096, 0o1666)
    place = libc.shmat(segment, None, 0)
    if "@phase@" == "1":
        ctypes.memmove(place, b"@state@", len("@state@"))
    return ctypes.string_at(place, 64)
