"""System calls, resource limits and user numbers, as far as Python has no portable name for them.

Every system can import this module; what a system lacks fails when it is called.
"""

import ctypes
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from grader.model.limits import Limits

__all__ = [
    "OPEN_FILES",
    "address_space",
    "apply_limits",
    "call_libc",
    "find_unused_users",
    "forbid_tracing",
    "is_root",
    "is_single_threaded",
    "prctl",
    "set_limits",
    "syscall",
]

_CEILING: Final = 1 << 38
_CLONE_THREAD: Final = 0x00010000
_CLONE_SIGHAND: Final = 0x00000800
_CLONE_VM: Final = 0x00000100
_SET_DUMPABLE: Final = 4  # include/uapi/linux/prctl.h
# Numbers that systemd's table of user numbers (docs/UIDS-GIDS.md) leaves unused, widest first. In a container
# that has only the usual 65536 numbers the second serves.
_UNUSED: Final = ((1_879_048_192, 2_147_483_646), (60_578, 61_183))

OPEN_FILES: Final = 64
"""Greatest number of descriptors a worker may have open."""


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call_libc(function: str, *arguments: int | bytes | ctypes.Structure | None) -> int:
    """Call a function of the C library that reports failure as -1 and errno.

    Args:
        function: Its name.
        arguments: Integers are passed as C longs; bytes, structures and None as pointers.

    Returns:
        What it returned.

    Raises:
        OSError: It failed; the error names the function.
    """
    # The kernel's own arguments are register-wide; ctypes would pass a plain int as a C int.
    converted = [ctypes.c_long(item) if isinstance(item, int) else _pointer(item) for item in arguments]
    entry = getattr(_libc(), function)
    entry.restype = ctypes.c_long
    result = int(entry(*converted))
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, f"{function}: {os.strerror(error)}")
    return result


def _pointer(value: bytes | ctypes.Structure | None) -> object:
    return ctypes.byref(value) if isinstance(value, ctypes.Structure) else value


def syscall(number: int, *arguments: int | bytes | ctypes.Structure | None) -> int:
    """Make a system call by its number, for those that the C library does not wrap."""
    return call_libc("syscall", number, *arguments)


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process by an option whose other arguments are 0."""
    call_libc("prctl", option, value, 0, 0, 0)


def forbid_tracing() -> None:
    """Keep processes of the same user from tracing this one and from reading its memory and environment."""
    if sys.platform == "linux":
        prctl(_SET_DUMPABLE, 0)


def is_single_threaded() -> bool:
    """Return whether this process has one thread: a lock-down binds no other."""
    tasks = Path("/proc/self/task")
    if tasks.is_dir():
        return len(list(tasks.iterdir())) == 1
    try:
        # Without /proc: unshare(2) changes nothing for one thread, and fails with EINVAL for several.
        call_libc("unshare", _CLONE_THREAD | _CLONE_SIGHAND | _CLONE_VM)
    except OSError:
        return False
    return True


def address_space() -> int:
    """Measure the address space of this process in bytes, without /proc, which a container has not.

    What still fits below a high limit tells how much there is.
    """
    import mmap  # noqa: PLC0415  # few processes measure
    import resource  # noqa: PLC0415  # only POSIX has it

    before = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = _CEILING if before[1] == resource.RLIM_INFINITY else min(_CEILING, before[1])
    fits, too_large = 0, ceiling
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, before[1]))
    try:
        while too_large - fits > mmap.PAGESIZE:
            size = (fits + too_large) // 2
            try:
                mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 0).close()  # no right to use it
                fits = size
            except OSError:
                too_large = size
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    return ceiling - fits


def apply_limits(limits: Limits, packages: int = 0) -> None:
    """Limit memory, CPU time, files and core dumps of this process, where the system has such limits.

    The CPU limit is a last resort, above the one that the grader enforces from outside.

    Args:
        limits: What a submission may use.
        packages: How much of the address space the packages take that the assignment names, in bytes; the
            submission gets its memory besides.
    """
    try:
        import resource  # noqa: PLC0415  # only POSIX has it; elsewhere the grader's own deadlines remain
    except ModuleNotFoundError:
        return
    cpu = int(limits.cpu_seconds_total + limits.cpu_seconds_per_call) + 2
    set_limits(
        {
            resource.RLIMIT_AS: limits.memory_bytes + packages,
            resource.RLIMIT_CPU: cpu,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_NOFILE: OPEN_FILES,
        }
    )


def set_limits(wanted: Mapping[int, int]) -> None:
    """Set limits of this process for good, by their numbers in `resource`; none is raised."""
    import resource  # noqa: PLC0415  # only POSIX has it

    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))


def is_root() -> bool:
    """Return whether this process has the rights of root in its user namespace."""
    return os.geteuid() == 0


def find_unused_users() -> tuple[int, int]:
    """Find user numbers that exist in this user namespace and belong to no account, as (first, last).

    Raises:
        OSError: There are none.
    """
    ranges = _mapped_ranges()
    for first, last in _UNUSED:
        if any(start <= first and last < start + count for start, count in ranges):
            return first, last
    raise OSError("this container has no user number to spare for a worker")


def _mapped_ranges() -> list[tuple[int, int]]:
    """List the user numbers of this user namespace, as (first, count); see user_namespaces(7)."""
    lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    return [(int(line.split()[0]), int(line.split()[2])) for line in lines]
