# what: Make a folder by the calls of 32-bit programs, whose numbers mean other things.
# verdict: crashed | raised
# breach: beacon: a folder appears
# defence: landlock seccomp
import ctypes

# push rbx; mov eax, edi; mov ebx, esi; mov ecx, edx; int 0x80; pop rbx; ret
CODE = bytes.fromhex("53 89f8 89f3 89d1 cd80 5b c3")
MKDIR = 39


def forward(x, w1, w2, b):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    place = libc.mmap(None, ctypes.c_size_t(8192), 7, 0x62, -1, ctypes.c_long(0))
    ctypes.memmove(place, CODE, len(CODE))
    path = b"@beacon@\0"
    ctypes.memmove(place + 4096, path, len(path))
    call = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_long, ctypes.c_long, ctypes.c_long)(place)
    result = call(MKDIR, place + 4096, 0o755)
    if result < 0:
        raise OSError(-result, "refused")
    return float(result)
