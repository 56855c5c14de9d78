"""Attempts to leave a worker, made by a real worker before a submission is run in one.

Each canary tries what a level promises to prevent, and returns if nothing stopped it. The rest of the probe
is honest work, which must succeed.
"""

import contextlib
import errno
import importlib
import os
import signal
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from grader.sandbox.confinement.kernel import call_libc

__all__ = ["Targets", "run_canaries"]

_PTRACE_ATTACH: Final = 16
_NOWHERE: Final = "/nowhere/at/all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The targets of the canaries.

    Attributes:
        files: Files that the grader can read and a worker must not.
        folders: Folders that must not be listed or written to.
        modules: Modules that the grader can import and a worker must not.
        environment: Names of the environment variables that a worker may have.
        contained: Whether the worker must be in a container, where nothing outside can even be seen.
    """

    files: tuple[str, ...]
    folders: tuple[str, ...]
    modules: tuple[str, ...]
    environment: tuple[str, ...]
    contained: bool


def run_canaries(targets: dict[str, Any]) -> dict[str, list[str]]:
    """Run every canary and some honest work.

    Args:
        targets: The fields of a `Targets`.

    Returns:
        `escaped`: attempts that were not prevented; `failed`: honest work that failed.
    """
    escaped = [name for name, attempt in _canaries(targets).items() if _succeeds(attempt)]
    failed = [failure for failure in map(_failure, (_calculate, _draw_random_bytes)) if failure]
    return {"escaped": escaped, "failed": failed}


def _canaries(targets: dict[str, Any]) -> dict[str, Callable[[], None]]:
    contained = {
        "seeing files outside": lambda: _any_of(_see, targets["files"]),
        "seeing processes outside": _see_other_parent,
    }
    return {
        **(contained if targets["contained"] else {}),
        "being root": _be_root,
        "reading files outside": lambda: _any_of(_read, targets["files"]),
        "listing folders outside": lambda: _any_of(_list, targets["folders"]),
        "reading another process's memory map": lambda: _read(f"/proc/{os.getppid()}/maps"),
        "reading another process's environment": lambda: _any_of(
            _read, (f"/proc/{os.getppid()}/environ", "/proc/1/environ")
        ),
        "finding the grader's environment": lambda: _find_environment(targets["environment"]),
        "writing files": lambda: _any_of(_write, targets["folders"]),
        "having files grow": _have_no_limit,
        "making files in memory": lambda: _close(os.memfd_create("canary")),
        "opening a network socket": lambda: _open_socket(socket.AF_INET),
        "opening a local socket": lambda: _open_socket(socket.AF_UNIX),
        "starting a process": _fork,
        "running a program": _run_program,
        "signalling the parent": lambda: os.kill(os.getppid(), 0),
        "signalling everybody": lambda: os.kill(-1, 0),
        "directing signals elsewhere": _direct_signals,
        "tracing the parent": lambda: _close(call_libc("ptrace", _PTRACE_ATTACH, 0, None, None)),
        "importing what tests are made of": lambda: _any_of(_import, targets["modules"]),
    }


def _succeeds(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except ImportError:
        return False
    except OSError as error:
        # The kernel looked for the process, so it would have gone on had there been one.
        return error.errno == errno.ESRCH
    return True


def _any_of(attempt: Callable[[str], None], targets: Sequence[str]) -> None:
    """Return if an attempt succeeds at any of the targets."""
    last: Exception = FileNotFoundError("there is no target")
    for target in targets:
        try:
            attempt(target)
        except (OSError, ImportError) as error:
            last = error
        else:
            return
    raise last


def _be_root() -> None:
    if os.geteuid() != 0:
        raise PermissionError


def _read(path: str) -> None:
    with open(path, "rb") as stream:  # noqa: PTH123  # the plainest call, as a submission would make it
        stream.read(1)


def _see(path: str) -> None:
    os.stat(path)  # noqa: PTH116  # as above


def _see_other_parent() -> None:
    # In its container the fork server is the first process, and so the worker's parent.
    if os.getppid() == 1:
        raise PermissionError


def _have_no_limit() -> None:
    import resource  # noqa: PLC0415  # absent on Windows, where there is no such level

    if resource.getrlimit(resource.RLIMIT_FSIZE)[1] == 0:
        raise PermissionError


def _list(path: str) -> None:
    os.listdir(path)  # noqa: PTH208  # as above


def _find_environment(permitted: Sequence[str]) -> None:
    if set(os.environ) <= set(permitted):
        raise FileNotFoundError


def _write(folder: str) -> None:
    path = os.path.join(folder, f"canary-{os.getpid()}")  # noqa: PTH118  # as above
    _close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    os.unlink(path)  # noqa: PTH108  # as above


def _close(descriptor: int) -> None:
    os.close(descriptor)


def _open_socket(family: socket.AddressFamily) -> None:
    socket.socket(family, socket.SOCK_STREAM).close()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _run_program() -> None:
    # A program that does not exist: a refused call does not come as far as looking for it.
    with contextlib.suppress(FileNotFoundError):
        os.execv(_NOWHERE, [_NOWHERE])  # noqa: S606  # the point is to try


def _direct_signals() -> None:
    import fcntl  # noqa: PLC0415  # absent on Windows, where there is no such level

    fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())
    fcntl.fcntl(0, fcntl.F_SETSIG, signal.SIGKILL)


def _import(module: str) -> None:
    importlib.import_module(module)


def _failure(work: Callable[[], None]) -> str:
    try:
        work()
    # Whatever stops honest work is reported.
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"
    return ""


def _calculate() -> None:
    import numpy as np  # noqa: PLC0415  # imported long ago by the parent; the grader's own side stays quick

    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(3, 3)) + 4 * np.eye(3)
    if not np.allclose(np.linalg.inv(matrix) @ matrix, np.eye(3)):
        raise ArithmeticError("the inverse of a matrix is wrong")


def _draw_random_bytes() -> None:
    os.urandom(8)
