# what: Connect by bare system calls.
# verdict: raised
# breach: contact: the listener sees a connection
# defence: landlock seccomp
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
    connection = syscall(41, 2, 1, 0)
    address = (2).to_bytes(2, "little") + int("@tcp@").to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    return float(syscall(42, connection, address, 16))
