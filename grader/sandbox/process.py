"""Start, watch and end a worker process."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

from grader.sandbox.limits import MAX_FRAME_BYTES
from grader.wire.channel import Channel

__all__ = ["WorkerProcess", "start_worker"]

_BOOT: Final = """
import socket, sys
sys.path.extend(sys.argv[2:])
if sys.argv[1] == "share":
    sock = socket.fromshare(sys.stdin.buffer.read())
else:
    sock = socket.socket(fileno=int(sys.argv[1]))
from grader.sandbox.worker import main
main(sock)
"""
_TERMINATION_SECONDS: Final = 5.0


class WorkerProcess:
    """A running worker and the channel to it.

    Args:
        process: The child.
        channel: Our side of the connection; the worker process owns it.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", channel: Channel) -> None:
        self.channel = channel
        self._process = process

    def cpu_seconds(self) -> float:
        """CPU time the process has used so far, user and system, in seconds; 0 once it is gone."""
        import psutil  # noqa: PLC0415  # only a call that takes its time needs it

        try:
            times = psutil.Process(self._process.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def kill(self) -> str:
        """End the process for good and say how it had ended, if it already had."""
        ended = self._process.poll()
        self._process.kill()
        self._process.wait(_TERMINATION_SECONDS)
        self.channel.close()
        return _ending(ended)


def start_worker() -> WorkerProcess:
    """Start a worker with an environment made from nothing; it waits for its first request.

    Returns:
        The worker, at once: its imports go on while the caller does other things.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        share = sys.platform == "win32"
        command = [
            sys.executable,
            "-I",
            "-c",
            _BOOT,
            "share" if share else str(theirs.fileno()),
            *_import_paths(),
        ]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if share else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=Path(sys.executable).anchor,
            env=_environment(),
            pass_fds=() if share else (theirs.fileno(),),
        )
        if sys.platform == "win32" and process.stdin is not None:
            with process.stdin as pipe:
                pipe.write(theirs.share(process.pid))
    return WorkerProcess(process, Channel(ours, MAX_FRAME_BYTES))


def _environment() -> dict[str, str]:
    """One thread for each numeric library, and nothing of the caller's but what the system needs to start."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    needed = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**needed, **threads, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def _import_paths() -> list[str]:
    """Find the folders the worker imports from: isolated mode leaves out those of the user's own site."""
    folders = []
    for package in ("numpy", "msgpack", "grader"):
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            folders.append(str(Path(spec.origin).parent.parent))
    return sorted(set(folders))


def _ending(status: int | None) -> str:
    if status is None:
        return ""
    if status < 0:
        return f"ended by signal {signal.Signals(-status).name}"
    return f"ended with exit status {status}"
