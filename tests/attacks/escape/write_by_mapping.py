# what: Map a file of Python code and write into the mapping, which no limit of file size sees.
# verdict: raised
# breach: beacon: the file says something else
# defence: landlock seccomp
import ctypes
import os


def forward(x, w1, w2, b):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    file = os.open("@code@", os.O_RDWR)
    place = libc.mmap(None, ctypes.c_size_t(4096), 3, 1, file, ctypes.c_long(0))
    ctypes.memmove(place, b"VALUE = 2", 9)
    return 0.0
