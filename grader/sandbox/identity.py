"""Which user a worker runs as: never root."""

import os
import random
from pathlib import Path
from typing import Final

from grader.sandbox.kernel import call

__all__ = ["choose_user", "drop_capabilities", "drop_to", "runs_as_root", "unused_users"]

# Numbers that systemd's table of user numbers (docs/UIDS-GIDS.md) leaves unused, widest first. In a container
# that has only the usual 65536 numbers the second serves.
_UNUSED: Final = ((1_879_048_192, 2_147_483_646), (60_578, 61_183))
_CAPABILITY_VERSION_3: Final = 0x20080522


def runs_as_root() -> bool:
    """Whether this process has the rights of root in its user namespace."""
    return os.geteuid() == 0


def unused_users() -> tuple[int, int]:
    """Find user numbers that exist in this user namespace and belong to no account, as (first, last).

    Raises:
        OSError: There are none.
    """
    ranges = _mapped_ranges()
    for first, last in _UNUSED:
        if any(start <= first and last < start + count for start, count in ranges):
            return first, last
    raise OSError("this container has no user number to spare for a worker")


def choose_user(first: int, last: int) -> int:
    """Choose a user number by chance, so that no two workers share one."""
    # The system's own chance, for a generator copied by fork would repeat itself.
    return random.SystemRandom().randint(first, last)


def _mapped_ranges() -> list[tuple[int, int]]:
    """User numbers of this user namespace, as (first, how many); see user_namespaces(7)."""
    lines = Path("/proc/self/uid_map").read_text("ascii").splitlines()
    return [(int(line.split()[0]), int(line.split()[2])) for line in lines]


def drop_to(user: int) -> None:
    """Become `user`, in the group of the same number and no other, for good.

    Raises:
        PermissionError: This process may not change its user.
    """
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def drop_capabilities() -> None:
    """Give up every capability, whoever this process runs as; see capset(2)."""
    header = _CAPABILITY_VERSION_3.to_bytes(4, "little") + bytes(4)
    call("capset", header, bytes(24))
