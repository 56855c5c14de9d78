"""Restrict reading to exactly the given files, by Landlock.

Constants: include/uapi/linux/landlock.h and Documentation/userspace-api/landlock.rst of the kernel.
"""

import ctypes
import os
import stat
from collections.abc import Iterable
from typing import Final

from grader.sandbox.confinement.kernel import syscall

__all__ = ["abi_version", "bind", "build_ruleset"]

# The same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG: Final = 1
_RULE_PATH_BENEATH: Final = 1
_READ_FILE: Final = 1 << 2
_READ_DIR: Final = 1 << 3
_NEWEST_KNOWN: Final = 7

# Rights of the file system by the version of the interface that brought them: 13 at first (execute to make
# symlink), then refer, truncate, and ioctl on devices.
_FILE_RIGHTS: Final = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_NETWORK_RIGHTS: Final = {4: 0b11}  # bind and connect TCP
_SCOPES: Final = {6: 0b11}  # abstract Unix sockets, signals
_QUIET: Final = {7: 1}  # LOG_SAME_EXEC_OFF: refusals do not fill the system's audit log


class _RulesetAttributes(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def abi_version() -> int:
    """Return the version of the kernel's interface; 0 if it has no Landlock or does not use it."""
    try:
        return syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def build_ruleset(readable: Iterable[str]) -> int:
    """Forbid everything that this kernel's Landlock can forbid, except reading the given files.

    Args:
        readable: Files, and folders with all that is beneath them; those that do not exist are skipped.

    Returns:
        A descriptor of the rules, good for any number of processes.

    Raises:
        OSError: The kernel has no Landlock.
    """
    version = min(abi_version(), _NEWEST_KNOWN)
    attributes = _RulesetAttributes(
        _known(_FILE_RIGHTS, version), _known(_NETWORK_RIGHTS, version), _known(_SCOPES, version)
    )
    # An older kernel refuses a structure with fields that it does not know.
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = syscall(_CREATE_RULESET, attributes, size, 0)
    for path in readable:
        _permit_reading(ruleset, path)
    return ruleset


def bind(ruleset: int) -> None:
    """Bind this thread to the rules for the rest of its life; needs no_new_privs."""
    syscall(_RESTRICT_SELF, ruleset, _known(_QUIET, min(abi_version(), _NEWEST_KNOWN)))


def _known(rights: dict[int, int], version: int) -> int:
    return sum(bits for since, bits in rights.items() if since <= version)


def _permit_reading(ruleset: int, path: str) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        # The kernel refuses a right to list entries of what is not a folder.
        rule = _PathBeneath(_READ_FILE | _READ_DIR if folder else _READ_FILE, handle)
        syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(handle)
