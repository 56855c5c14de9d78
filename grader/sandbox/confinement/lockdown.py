"""The lock-down: what a worker does to itself before it reads a submission, and can never undo.

Each step is a defence of its own, so that a hole in one is not a hole in all; `STEPS` lists what each
prevents. The steps need neither root nor bubblewrap nor a user namespace.
"""

import os
import platform
import random
import signal
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from grader.sandbox.confinement import landlock, seccomp
from grader.sandbox.confinement.kernel import (
    OPEN_FILES,
    call_libc,
    forbid_tracing,
    is_root,
    prctl,
    set_limits,
)

__all__ = [
    "STEPS",
    "Lockdown",
    "LockdownError",
    "close_all_but",
    "lock_down",
    "prepare_lockdown",
]

_CAPABILITY_VERSION_3: Final = 0x20080522
_SET_PDEATHSIG, _SET_NO_NEW_PRIVS = 1, 38  # include/uapi/linux/prctl.h
_STACK_BYTES: Final = 8 << 20

STEPS: Final = {
    "identity": "nothing is done with the rights of root, and no two workers of root's are the same user",
    "capabilities": "no right beyond an ordinary user's is kept",
    "lifeline": "the worker dies with the process that forked it",
    "limits": "no file grows, no core is dumped, no process is started, the stack ends",
    "landlock": "no file outside Python itself is read, none is written, nobody outside is signalled",
    "seccomp": "no system call is made but those a calculation needs",
}


class LockdownError(Exception):
    """A step of the lock-down failed; the worker must not go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lockdown:
    """A lock-down, prepared once for all workers.

    Attributes:
        ruleset: Descriptor of the Landlock rules; -1 if that step is left out.
        program: The filter of system calls; None if that step is left out.
        users: User numbers to choose from, if the parent is root.
        without: Steps left out, at L1 and in tests that show what a step prevents.
    """

    ruleset: int
    program: seccomp.Filter | None
    users: tuple[int, int] | None
    without: frozenset[str]


def prepare_lockdown(
    readable: Collection[str], users: tuple[int, int] | None, without: Collection[str]
) -> Lockdown:
    """Prepare a lock-down in the process whose forks will apply it.

    Args:
        readable: Files and folders that workers may read.
        users: First and last of the user numbers to choose from, if this process is root.
        without: Steps to leave out.

    Raises:
        LockdownError: This system cannot do it.
    """
    left_out = frozenset(without)
    ruleset, program = -1, None
    if "landlock" not in left_out:
        try:
            ruleset = landlock.build_ruleset(readable)
        except OSError as error:
            raise LockdownError(f"this kernel does not offer Landlock ({error})") from error
    if "seccomp" not in left_out:
        architecture = seccomp.ARCHITECTURES.get(platform.machine())
        if architecture is None:
            raise LockdownError(f"there is no filter of system calls for {platform.machine()} processors")
        program = seccomp.build_filter(architecture)
    return Lockdown(ruleset=ruleset, program=program, users=users, without=left_out)


def lock_down(lockdown: Lockdown, parent: int) -> None:
    """Apply every step to this process, in the one order in which each is still possible.

    Args:
        lockdown: The prepared lock-down.
        parent: Number of the process that forked this one.

    Raises:
        LockdownError: A step failed.
    """
    steps: dict[str, Callable[[], None]] = {
        "identity": lambda: _drop_root(lockdown.users),
        "capabilities": _drop_capabilities,
        # Changing the user forgets it, so it comes after; see PR_SET_PDEATHSIG in prctl(2).
        "lifeline": lambda: _die_with(parent),
        "limits": _limit,
        "landlock": lambda: _bind_files(lockdown.ruleset),
        "seccomp": lambda: _bind_calls(lockdown.program),
    }
    forbid_tracing()
    prctl(_SET_NO_NEW_PRIVS, 1)  # set-user programs gain nothing; Landlock and seccomp ask for it
    for name, apply in steps.items():
        if name not in lockdown.without:
            try:
                apply()
            except OSError as error:
                raise LockdownError(f"the step '{name}' failed: {error}") from error


def close_all_but(kept: Collection[int]) -> None:
    """Close every descriptor but standard input, output, error and the given ones."""
    import resource  # noqa: PLC0415  # only POSIX has it

    first = 3
    for descriptor in sorted(kept):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _drop_root(users: tuple[int, int] | None) -> None:
    if users is not None:
        # Chosen by the system's own generator: one that a fork copied would repeat itself.
        _become_user(random.SystemRandom().randint(*users))
    if is_root():
        raise PermissionError("the worker would run as root")


def _die_with(parent: int) -> None:
    prctl(_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise ProcessLookupError("the parent is gone already")


def _limit() -> None:
    """Set the limits that hold for every submission; the assignment's own come with the submission."""
    import resource  # noqa: PLC0415  # only POSIX has it

    set_limits(
        {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_MEMLOCK: 0,
            resource.RLIMIT_MSGQUEUE: 0,
            resource.RLIMIT_NOFILE: OPEN_FILES,
            resource.RLIMIT_NPROC: 0,  # a user's processes count together, so no further one can start
            resource.RLIMIT_STACK: _STACK_BYTES,
        }
    )


def _bind_files(ruleset: int) -> None:
    landlock.bind(ruleset)
    os.close(ruleset)


def _bind_calls(program: seccomp.Filter | None) -> None:
    if program is None:
        raise ValueError("no filter was prepared")
    seccomp.install(program.for_process(os.getpid()))


def _become_user(user: int) -> None:
    """Become `user`, in the group of the same number and no other, for good.

    Raises:
        PermissionError: This process may not change its user.
    """
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _drop_capabilities() -> None:
    """Give up every capability, whoever this process runs as; see capset(2)."""
    header = _CAPABILITY_VERSION_3.to_bytes(4, "little") + bytes(4)
    call_libc("capset", header, bytes(24))
