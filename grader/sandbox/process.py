"""A running worker as the grader sees it, and the portable kind: a spawned interpreter.

A spawned worker runs on every system and is not confined; `forked_worker` has those that are.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final, Protocol

from grader.sandbox.confinement.readable import Readable, find_readable
from grader.wire.channel import MAX_FRAME_BYTES, Channel

__all__ = [
    "OPTIONS",
    "SpawnedWorker",
    "WorkerProcess",
    "describe_ending",
    "spawn_worker",
    "worker_environment",
]

OPTIONS: Final = ("-P", "-s")
"""Options of a worker's interpreter: neither its folder nor the user's packages are on its path.

It reads the variables of Python, unlike with -I, for `worker_environment` gives it no others than its own.
"""
_BOOT: Final = """
import socket, sys
sys.path.extend(sys.argv[3:])
if sys.argv[1] == "share":
    sock = socket.fromshare(sys.stdin.buffer.read())
else:
    sock = socket.socket(fileno=int(sys.argv[1]))
from grader.sandbox.worker import main
main(sock, [name for name in sys.argv[2].split(",") if name])
"""
_TERMINATION_SECONDS: Final = 5.0


class WorkerProcess(Protocol):
    """A running worker and the channel to it.

    Attributes:
        channel: Our side of the connection; the worker process owns it.
    """

    channel: Channel

    def cpu_seconds(self) -> float:
        """CPU time the process has used so far, user and system, in seconds."""

    def kill(self, grace: float = 0.0) -> str:
        """End the process for good; describe how it had ended, or return "" if it was running.

        Args:
            grace: Seconds in which it may end by itself: one that closed its channel is about to.
        """

    @property
    def fault(self) -> str:
        """Why the process never became a worker, once it is killed; empty if it did."""


class SpawnedWorker:
    """A worker in an interpreter of its own, a child of this process.

    Args:
        process: The child.
        channel: Our side of the connection.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", channel: Channel) -> None:
        self.channel = channel
        self._process = process

    def cpu_seconds(self) -> float:
        """CPU time the process has used so far, in seconds; 0 once it is gone."""
        import psutil  # noqa: PLC0415  # only a call that takes its time needs it

        try:
            times = psutil.Process(self._process.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def kill(self, grace: float = 0.0) -> str:
        """End the process for good; describe how it had ended, if it did within `grace` seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(grace)
        ended = self._process.poll()
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_TERMINATION_SECONDS)
        self.channel.close()
        return "" if ended is None else describe_ending(ended)

    @property
    def fault(self) -> str:
        """Empty: a spawned worker has no step that could fail before it serves."""
        return ""


def spawn_worker(readable: Readable | None = None) -> SpawnedWorker:
    """Start a worker in an interpreter of its own; it waits for its first request.

    Args:
        readable: Where Python and the packages are; looked up if not given.

    Returns:
        The worker, at once: its imports go on while the caller does other things.
    """
    found = readable or find_readable()
    ours, theirs = socket.socketpair()
    with theirs:
        share = sys.platform == "win32"
        here = "share" if share else str(theirs.fileno())
        process = subprocess.Popen(
            [found.interpreter, *OPTIONS, "-c", _BOOT, here, ",".join(found.named), *found.import_paths],
            stdin=subprocess.PIPE if share else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=Path(sys.executable).anchor,
            env=worker_environment(),
            pass_fds=() if share else (theirs.fileno(),),
        )
        if sys.platform == "win32" and process.stdin is not None:
            with process.stdin as pipe:
                pipe.write(theirs.share(process.pid))
    return SpawnedWorker(process, Channel(ours, MAX_FRAME_BYTES))


def worker_environment() -> dict[str, str]:
    """Return a worker's environment: one thread for each numeric library, and what the system needs.

    The memory allocator of Linux keeps what large arrays leave, which costs less than to ask for it again.

    The seed of hashes is the same in every run, and so is the order of sets of texts. Whoever chooses texts
    that collide slows down nobody else.
    """
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    needed = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    python = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    # Time zones come from the package tzdata or not at all: no level of confinement reads the system's.
    python["PYTHONTZPATH"] = ""
    kept = {"MALLOC_MMAP_THRESHOLD_": str(1 << 24), "MALLOC_TRIM_THRESHOLD_": str(1 << 26)}
    return {**needed, **threads, **python, **kept}


def describe_ending(status: int) -> str:
    """Describe the end of a process by its exit status, or minus the number of a signal."""
    if status < 0:
        try:
            return f"ended by signal {signal.Signals(-status).name}"
        except ValueError:  # real-time signals have no names
            return f"ended by signal {-status}"
    return f"ended with exit status {status}"
