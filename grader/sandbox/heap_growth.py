"""Memory that a forked process is about to need, in pages that cost it little.

A fork shares the memory of its parent, and what it needs beyond that the system hands out page by page, when
each is touched for the first time. A submission that is sent arrays of a megabyte touched a thousand pages of
4 KB more, each of which took as long as a call of a small function. Pages of 2 MB are hardly dearer, and it
needs three.
"""

import ctypes
import sys
from typing import Final

__all__ = ["grow_in_large_pages"]

_RESERVED_BYTES: Final = 12 << 20  # below MALLOC_MMAP_THRESHOLD_ of `worker_environment`
_LARGE_PAGE_BYTES: Final = 1 << 21
_LEAST_GAP_BYTES: Final = 1 << 12
_MOST_HOLES: Final = 16
_HEADER_BYTES: Final = 16  # of a block, before it
_MADV_HUGEPAGE: Final = 14  # include/uapi/asm-generic/mman-common.h


def _load_libc() -> ctypes.CDLL | None:
    """Load the functions that follow; None where the system keeps its memory in other ways."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    try:
        libc.malloc.argtypes, libc.malloc.restype = [ctypes.c_size_t], ctypes.c_size_t
        libc.free.argtypes, libc.free.restype = [ctypes.c_size_t], None
        libc.sbrk.argtypes, libc.sbrk.restype = [ctypes.c_ssize_t], ctypes.c_size_t
        libc.madvise.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
    except AttributeError:
        return None
    return libc


_LIBC: Final = _load_libc()  # before any fork, or each would load them anew


def grow_in_large_pages() -> None:
    """Have the heap of this process go on with large pages, where the system has them to give.

    Nothing is touched, so what is not used takes address space alone. Where the C library keeps its heap in
    another way than that of GNU, nothing changes.
    """
    if _LIBC is None:
        return
    begin = _make_room(_LIBC)
    end = _LIBC.sbrk(0)
    if not begin + _RESERVED_BYTES <= end < begin + _RESERVED_BYTES + _LARGE_PAGE_BYTES:
        return  # the room is not at the end of the heap
    gap = -begin % _LARGE_PAGE_BYTES
    if gap > _LEAST_GAP_BYTES:
        # What is left of a large page that the parent has begun comes in small ones: it is passed over.
        # What is free elsewhere in the heap may be taken first.
        for _ in range(_MOST_HOLES):
            if _LIBC.malloc(gap - _HEADER_BYTES) == begin:
                break
    whole = (end - begin - gap) // _LARGE_PAGE_BYTES * _LARGE_PAGE_BYTES
    _LIBC.madvise(begin + gap, whole, _MADV_HUGEPAGE)


def _make_room(libc: ctypes.CDLL) -> int:
    """Make sure that there is room, and give the address of the next block."""
    block: int = libc.malloc(_RESERVED_BYTES)
    libc.free(block)
    return block
