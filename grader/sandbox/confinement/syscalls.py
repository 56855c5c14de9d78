"""The system calls a worker may make, for both architectures: one table, from which the filters are built.

Every other call is refused. So there are no processes, threads, sockets, new files, tracing, namespaces,
shared memory or timers in a worker, and no calls that later kernels add.
Numbers are those of arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

import errno
from dataclasses import dataclass
from typing import Final

__all__ = [
    "ALLOWED",
    "Always",
    "ArgumentIn",
    "ArgumentIsSelf",
    "ArgumentWithout",
    "Fails",
    "Rule",
    "Syscall",
]


@dataclass(frozen=True, slots=True)
class Always:
    """The call is allowed whatever its arguments are."""


@dataclass(frozen=True, slots=True)
class ArgumentIn:
    """The call is allowed if the lower half of argument `index` is one of `values`."""

    index: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArgumentWithout:
    """The call is allowed if no bit of `mask` is set in argument `index`."""

    index: int
    mask: int


@dataclass(frozen=True, slots=True)
class ArgumentIsSelf:
    """The call is allowed if argument `index` is the number of the worker's own process."""

    index: int


@dataclass(frozen=True, slots=True)
class Fails:
    """The call is refused with this error rather than the usual one."""

    error: int


Rule = Always | ArgumentIn | ArgumentWithout | ArgumentIsSelf | Fails


@dataclass(frozen=True, slots=True)
class Syscall:
    """One system call.

    Attributes:
        name: Its name.
        x86_64: Its number there; None if that architecture has no such call.
        aarch64: The same for 64-bit ARM.
        rule: When it is allowed.
    """

    name: str
    x86_64: int | None
    aarch64: int | None
    rule: Rule = Always()


# O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND and the bit that is O_TMPFILE's alone: same on both.
_WRITING: Final = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0o20000000
# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC. F_SETOWN and F_SETSIG are not among them: with
# these a worker chooses a signal that the kernel sends to a process of its choice.
_FCNTL: Final = ArgumentIn(1, (0, 1, 2, 3, 4, 1030))
# TCGETS, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: what opening a file and timeouts of a socket need.
_IOCTL: Final = ArgumentIn(1, (0x5401, 0x541B, 0x5421, 0x5450, 0x5451))

_NO_FLAGS: Final = ArgumentIn(3, (0,))

ALLOWED: Final = (
    # The conversation with the grader. No call that makes a socket or passes a descriptor is here.
    # Flags are refused: out-of-band bytes take a path through the kernel that has let code out of sandboxes.
    Syscall("recvfrom", 45, 207, _NO_FLAGS),
    Syscall("sendto", 44, 206, _NO_FLAGS),
    Syscall("poll", 7, None),
    Syscall("ppoll", 271, 73),
    Syscall("select", 23, None),
    Syscall("pselect6", 270, 72),
    # Memory.
    Syscall("mmap", 9, 222),
    Syscall("munmap", 11, 215),
    Syscall("mprotect", 10, 226),
    Syscall("mremap", 25, 216),
    Syscall("madvise", 28, 233),
    Syscall("brk", 12, 214),
    Syscall("futex", 202, 98),
    # Reading files, which Landlock confines to what Python itself consists of.
    Syscall("open", 2, None, ArgumentWithout(1, _WRITING)),
    Syscall("openat", 257, 56, ArgumentWithout(2, _WRITING)),
    Syscall("read", 0, 63),
    Syscall("readv", 19, 65),
    Syscall("pread64", 17, 67),
    Syscall("write", 1, 64),
    Syscall("writev", 20, 66),
    Syscall("lseek", 8, 62),
    Syscall("close", 3, 57),
    Syscall("close_range", 436, 436),
    Syscall("fstat", 5, 80),
    Syscall("stat", 4, None),
    Syscall("lstat", 6, None),
    Syscall("newfstatat", 262, 79),
    Syscall("statx", 332, 291),
    Syscall("access", 21, None),
    Syscall("faccessat", 269, 48),
    Syscall("faccessat2", 439, 439),
    Syscall("readlink", 89, None),
    Syscall("readlinkat", 267, 78),
    Syscall("getcwd", 79, 17),
    Syscall("getdents64", 217, 61),
    Syscall("dup", 32, 23),
    Syscall("dup2", 33, None),
    Syscall("dup3", 292, 24),
    Syscall("fcntl", 72, 25, _FCNTL),
    Syscall("ioctl", 16, 29, _IOCTL),
    # Time, chance, and facts about the process itself.
    Syscall("clock_gettime", 228, 113),
    Syscall("clock_getres", 229, 114),
    Syscall("clock_nanosleep", 230, 115),
    Syscall("nanosleep", 35, 101),
    Syscall("gettimeofday", 96, 169),
    Syscall("time", 201, None),
    Syscall("times", 100, 153),
    Syscall("getrandom", 318, 278),
    Syscall("getrusage", 98, 165),
    Syscall("getpid", 39, 172),
    Syscall("gettid", 186, 178),
    Syscall("getppid", 110, 173),
    Syscall("getuid", 102, 174),
    Syscall("geteuid", 107, 175),
    Syscall("getgid", 104, 176),
    Syscall("getegid", 108, 177),
    Syscall("uname", 63, 160),
    Syscall("sysinfo", 99, 179),
    Syscall("sched_yield", 24, 124),
    Syscall("sched_getaffinity", 204, 123),
    # The worker lowers its own limits once it is told the assignment's; 0 stands for the caller.
    Syscall("prlimit64", 302, 261, ArgumentIn(0, (0,))),
    # Signals: to itself alone, so that abort() ends it as it should.
    Syscall("rt_sigaction", 13, 134),
    Syscall("rt_sigprocmask", 14, 135),
    Syscall("rt_sigreturn", 15, 139),
    Syscall("rt_sigpending", 127, 136),
    Syscall("sigaltstack", 131, 132),
    Syscall("restart_syscall", 219, 128),
    Syscall("kill", 62, 129, ArgumentIsSelf(0)),
    Syscall("tgkill", 234, 131, ArgumentIsSelf(0)),
    Syscall("exit", 60, 93),
    Syscall("exit_group", 231, 94),
    # glibc falls back to older calls, which the filter can judge, only if these seem not to exist.
    Syscall("clone3", 435, 435, Fails(errno.ENOSYS)),
    Syscall("openat2", 437, 437, Fails(errno.ENOSYS)),
)
