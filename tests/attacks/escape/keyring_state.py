# what: Leave a note for the next run in the kernel's keyring.
# verdict: raised
# breach: secret: what one run was told comes back in the next
# defence: seccomp identity
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


def forward(x, w1, w2, b):
    if "@phase@" == "1":
        return float(syscall(248, b"user", b"note", b"@state@", len("@state@"), -4))
    key = syscall(250, 10, -4, b"user", b"note", 0)
    space = ctypes.create_string_buffer(200)
    syscall(250, 11, key, space, 200)
    return space.raw
