# what: Map memory by a system call, past Python's own allocator.
# verdict: memory
# breach: memory: the worker holds more memory than it may
# defence: memory-limit
# limits: memory=300 cpu=2
import ctypes


import time


def spin():
    end = time.monotonic() + 0.15
    while time.monotonic() < end:
        pass


def forward(x, w1, w2, b):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    for _ in range(6):
        place = libc.mmap(None, ctypes.c_size_t(60 << 20), 3, 0x22, -1, ctypes.c_long(0))
        if place is None or place == ctypes.c_void_p(-1).value:
            raise MemoryError
        ctypes.memset(place, 1, 60 << 20)
    spin()
    return 0.0
