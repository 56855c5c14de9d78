"""The fork server: a process that has NumPy imported and forks a worker for each order.

It never saw a test, a recording or a submission, so its children cannot find any in their memory. It listens
to one control socket. Each message there brings two sockets: the worker's own, which carries the
conversation, and a handle, over which the worker is watched and killed. A worker dies when its handle closes,
and everything ends when the control socket closes, so nothing outlives the grader, however it ended.
"""

import builtins
import contextlib
import gc
import importlib
import json
import os
import select
import signal
import site
import socket
import stat
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import grader
from grader.sandbox.confinement.kernel import address_space, forbid_tracing, is_single_threaded
from grader.sandbox.confinement.landlock import abi_version
from grader.sandbox.confinement.lockdown import (
    Lockdown,
    LockdownError,
    close_all_but,
    lock_down,
    prepare_lockdown,
)
from grader.sandbox.confinement.readable import without_site_packages
from grader.sandbox.fork_protocol import ASK_CPU, MAX_MESSAGE_BYTES, Ending, Order, Ready, Setup
from grader.sandbox.granted_modules import GrantedModules
from grader.sandbox.heap_growth import grow_in_large_pages
from grader.wire.channel import MAX_FRAME_BYTES, Channel, ChannelClosed, FrameError

__all__ = ["main"]

# Modules that submissions usually import: a worker gets them for nothing. numpy.random alone takes 10 ms.
_USUAL: Final[tuple[str, ...]] = (
    *("numpy", "numpy.linalg", "numpy.fft", "numpy.random", "numpy.exceptions", "numpy.dtypes"),
    *("abc", "bisect", "cmath", "collections.abc", "contextlib", "copy", "dataclasses", "decimal", "enum"),
    *("fractions", "functools", "hashlib", "heapq", "inspect", "itertools", "json", "linecache", "math"),
    *("numbers", "operator", "pprint", "random", "re", "resource", "statistics", "string", "textwrap"),
    *("threading", "time", "timeit", "traceback", "tracemalloc", "types", "typing", "unicodedata"),
    *("warnings", "zlib", "grader.sandbox.worker", "grader.sandbox.confinement.canaries"),
)
# Other modules that honest code imports; needed here only where a worker could not read them later.
_UNUSUAL: Final[tuple[str, ...]] = (
    *("numpy.ma", "numpy.polynomial", "numpy.testing", "numpy.typing", "numpy.char", "numpy.rec"),
    *("argparse", "ast", "calendar", "csv", "datetime", "difflib", "doctest", "io", "logging", "pathlib"),
    *("pickle", "platform", "queue", "reprlib", "shutil", "struct", "tempfile", "unittest", "uuid"),
)


def main(control: socket.socket) -> None:
    """Serve on `control` until its other end closes.

    Args:
        control: A socket that keeps messages apart; its first message is a `Setup`.
    """
    setup = Setup.from_bytes(control.recv(MAX_MESSAGE_BYTES))
    try:
        lockdown, packages = _prepare(setup)
    except LockdownError as error:
        control.send(Ready(fault=str(error)).to_bytes())
        return
    except _UnimportableError as error:
        control.send(Ready(unimportable=str(error)).to_bytes())
        return
    # Standard error was a pipe to the grader, for errors of the start; it now leads nowhere, as input does.
    os.dup2(0, 2)
    control.send(Ready(landlock=abi_version()).to_bytes())
    gc.freeze()  # no worker need look for rings in what all of them share
    loop = _ForkLoop(control, lockdown, packages)
    try:
        loop.serve()
    finally:
        loop.kill_all()


class _UnimportableError(Exception):
    """A package that an assignment names cannot be imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packages:
    """The packages that an assignment names, imported.

    Attributes:
        names: Their names.
        address_space: How much the address space grew by them, in bytes.
        variables: Names of the environment variables that they set, which tell nothing of the grader.
    """

    names: tuple[str, ...] = ()
    address_space: int = 0
    variables: tuple[str, ...] = ()


def _prepare(setup: Setup) -> tuple[Lockdown, _Packages]:
    forbid_tracing()
    _preload(setup.stdlib, as_other_user=setup.users is not None)
    if not is_single_threaded():
        raise LockdownError("the fork server has more than one thread, and a fork copies one of them")
    if setup.users is not None:
        _require_open(filter(None, setup.modules.values()))
    packages = _import_packages(setup.modules, setup.named)
    readable = [path for folder in setup.stdlib for path in without_site_packages(folder)]
    users = None if setup.users is None else (setup.users[0], setup.users[1])
    return prepare_lockdown([*readable, *setup.packages], users, setup.without), packages


def _preload(stdlib: Sequence[str], *, as_other_user: bool) -> None:
    """Import what submissions need, then remove the folders of installed packages from the path.

    Args:
        stdlib: Folders of the standard library.
        as_other_user: Whether workers will run as another user than this process.
    """
    names = _USUAL
    if as_other_user and not all(map(_is_open_to_all, stdlib)):
        names += _UNUSUAL
    for name in names:
        importlib.import_module(name)
    # From here on the parts of NumPy are found by its own path; no other package, and no other part of this
    # one, is found at all.
    kept = {*stdlib, *(str(Path(folder, "lib-dynload")) for folder in stdlib)}
    sys.path[:] = [folder for folder in sys.path if os.path.realpath(folder) in kept]
    grader.__path__ = []
    # A Python started without `site` lacks `exit`, `quit` and `help`.
    if not hasattr(builtins, "exit"):
        site.setquit()
        site.sethelper()


def _import_packages(places: Mapping[str, str], named: Mapping[str, Sequence[str]]) -> _Packages:
    """Import the packages that an assignment names, once for all workers.

    What they need is found by its name alone, so that no package finds more here than in a worker.

    Args:
        places: File or folder of each module that they consist of and need.
        named: Modules of each package, by its name.

    Raises:
        _UnimportableError: No module of a package can be imported, or a fork would lose threads of one.
    """
    if not named:
        return _Packages()
    before, variables = address_space(), {*os.environ}
    sys.meta_path.append(GrantedModules(places))
    for package, modules in named.items():
        problems = [problem for problem in map(_import_problem, modules) if problem]
        if len(problems) == len(modules):
            raise _UnimportableError(f"{package}: {problems[0]}")
        if not is_single_threaded():
            raise _UnimportableError(f"{package}: its import starts threads, and a confined process has one")
    return _Packages(
        names=tuple(named),
        address_space=address_space() - before,
        variables=tuple({*os.environ} - variables),
    )


def _import_problem(module: str) -> str:
    try:
        importlib.import_module(module)
    except Exception as error:  # noqa: BLE001  # a package may raise anything, and it is reported
        return f"{type(error).__name__}: {error}"
    return ""


def _require_open(places: Iterable[str]) -> None:
    """Require that workers, which are other users, can read later what a package imports late.

    Raises:
        LockdownError: They cannot.
    """
    for place in places:
        folder = place if Path(place).is_dir() else str(Path(place).parent)
        if not _is_open_to_all(folder):
            raise LockdownError(f"workers of root are other users, and no other user may enter {folder}")


def _is_open_to_all(folder: str) -> bool:
    """Return whether every user may look into a folder: one in a home directory is often closed."""
    path = Path(folder)
    if not path.stat().st_mode & stat.S_IROTH:
        return False
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (path, *path.parents))


@dataclass(slots=True)
class _Child:
    """A worker, kept until it has ended or nobody holds the other end of its handle."""

    pid: int
    pidfd: int
    handle: socket.socket
    killed: bool = False
    ended: bool = False
    abandoned: bool = False

    def cpu_seconds(self) -> float:
        # The kernel's number for the CPU clock of all threads of a process; see CPUCLOCK_SCHED in
        # include/linux/posix-timers_types.h. Unlike /proc it needs no mount.
        return time.clock_gettime((~self.pid << 3) | 2)


class _ForkLoop:
    """Forks workers by order and reports how they ended.

    Args:
        control: The socket that orders come from.
        lockdown: The lock-down that each worker begins with.
        packages: What is imported besides NumPy.
    """

    def __init__(self, control: socket.socket, lockdown: Lockdown, packages: _Packages) -> None:
        self._control = control
        self._lockdown = lockdown
        self._packages = packages
        self._poll = select.poll()
        self._children: dict[int, _Child] = {}
        self._poll.register(control, select.POLLIN)

    def serve(self) -> None:
        """Carry out orders until the control socket closes."""
        while True:
            for descriptor, _ in self._poll.poll():
                if descriptor == self._control.fileno():
                    if not self._take_order():
                        return
                    continue
                # An earlier event of the same turn may have dealt with the child of a later one.
                child = self._children.get(descriptor)
                if child is None:
                    continue
                if descriptor == child.pidfd:
                    self._reap(child)
                else:
                    self._answer_request(child)

    def kill_all(self) -> None:
        """End every worker."""
        for child in {child.pid: child for child in self._children.values() if not child.ended}.values():
            os.kill(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)

    def _take_order(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, MAX_MESSAGE_BYTES, 2)
        if not message:
            return False
        if len(descriptors) != 2:
            raise ValueError("an order must bring two sockets")
        channel, handle = (socket.socket(fileno=descriptor) for descriptor in descriptors)
        with channel:
            self._start(message, channel, handle)
        return True

    def _start(self, order: bytes, channel: socket.socket, handle: socket.socket) -> None:
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            _send(handle, Ending(fault=f"no process could be started: {error}").to_bytes())
            handle.close()
            return
        if pid == 0:
            _become_worker(Order.from_bytes(order), channel, self._lockdown, self._packages, parent)
        child = _Child(pid, os.pidfd_open(pid), handle)
        for descriptor in (child.pidfd, handle.fileno()):
            self._children[descriptor] = child
            self._poll.register(descriptor, select.POLLIN)
        handle.setblocking(False)

    def _answer_request(self, child: _Child) -> None:
        """Answer one request about a worker; end the worker if nobody can make another."""
        try:
            request = child.handle.recv(1)
        except OSError:
            request = b""
        if not request:
            child.abandoned = True
            self._forget(child.handle.fileno())
            child.handle.close()
        if child.ended:
            return  # its ending has been reported
        if request == ASK_CPU:
            _send(child.handle, json.dumps(child.cpu_seconds()).encode("ascii"))
        else:
            # A worker that has ended by itself is not reaped yet, so the number is still its own.
            child.killed = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
            os.kill(child.pid, signal.SIGKILL)

    def _reap(self, child: _Child) -> None:
        _, status, usage = os.wait4(child.pid, 0)
        child.ended = True
        self._forget(child.pidfd)
        os.close(child.pidfd)
        if not child.abandoned:
            ending = Ending(
                status=os.waitstatus_to_exitcode(status),
                killed=child.killed,
                cpu_seconds=usage.ru_utime + usage.ru_stime,
            )
            _send(child.handle, ending.to_bytes())

    def _forget(self, descriptor: int) -> None:
        self._poll.unregister(descriptor)
        del self._children[descriptor]


def _send(handle: socket.socket, message: bytes) -> None:
    # The other end may be closed or full; in neither case may the server stop for it.
    with contextlib.suppress(OSError):
        handle.send(message)


def _become_worker(
    order: Order, channel: socket.socket, lockdown: Lockdown, packages: _Packages, parent: int
) -> NoReturn:
    """Turn this fork into a worker; it never returns into the server's loop."""
    status = 1
    try:
        os.setsid()
        os.sched_setaffinity(0, order.cores)
        close_all_but({channel.fileno(), lockdown.ruleset} - {-1})
        grow_in_large_pages()
        _work(order, channel, lockdown, packages, parent)
        status = 0
    except LockdownError as error:
        if order.probe is not None:
            _send_findings(channel, {"fault": str(error)})
        status = Ending.NOT_CONFINED
    finally:
        os._exit(status)


def _work(order: Order, channel: socket.socket, lockdown: Lockdown, packages: _Packages, parent: int) -> None:
    # Imported by the server before it forked.
    import numpy as np  # noqa: PLC0415

    from grader.sandbox.confinement.canaries import run_canaries  # noqa: PLC0415
    from grader.sandbox.worker import Worker  # noqa: PLC0415
    from grader.wire.codec import CodecError  # noqa: PLC0415

    np.random.seed()  # noqa: NPY002  # the fork copied the generator behind the old functions
    lock_down(lockdown, parent)
    if order.probe is not None:
        permitted = [*order.probe["environment"], *packages.variables]
        _send_findings(channel, run_canaries({**order.probe, "environment": permitted}))
        return
    with contextlib.suppress(ChannelClosed, CodecError, FrameError):
        Worker(Channel(channel, MAX_FRAME_BYTES), packages.names, packages.address_space).serve()


def _send_findings(channel: socket.socket, findings: dict[str, list[str]] | dict[str, str]) -> None:
    Channel(channel, MAX_FRAME_BYTES).send(json.dumps(findings).encode("utf-8"))
