# what: Make a folder by machine code of one's own, past the interpreter and the C library.
# verdict: raised
# breach: beacon: a folder appears
# defence: landlock seccomp
import ctypes

# mov eax, edi; mov rdi, rsi; mov rsi, rdx; syscall; ret
CODE = bytes.fromhex("89f8 4889f7 4889d6 0f05 c3")


def forward(x, w1, w2, b):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    place = libc.mmap(None, ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_long(0))
    ctypes.memmove(place, CODE, len(CODE))
    call = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_long, ctypes.c_char_p, ctypes.c_long)(place)
    result = call(83, b"@beacon@", 0o755)
    if result < 0:
        raise OSError(-result, "refused")
    return float(result)
