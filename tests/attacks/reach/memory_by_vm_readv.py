# what: Read another process's memory with process_vm_readv.
# verdict: raised
# breach: secret: a word from the other process's memory is the answer
# defence: seccomp landlock identity capabilities
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
    space = ctypes.create_string_buffer(64)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(space), 64)
    there = (ctypes.c_size_t * 2)(int("@address@"), 64)
    syscall(310, int("@victim@"), here, 1, there, 1, 0)
    return space.raw
