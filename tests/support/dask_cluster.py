"""A Dask cluster of real processes on this machine: a scheduler, and workers that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import psutil

from tests.support.documents import ROOT

__all__ = ["DaskCluster", "kill_at_once"]

_START_SECONDS: Final = 60.0
# Whatever a killed test leaves behind ends by itself.
_LIFETIME: Final = {"DASK_DISTRIBUTED__WORKER__LIFETIME__DURATION": "10 minutes"}


class DaskCluster:
    """A scheduler and its workers. Use it as a context manager: leaving kills them.

    Args:
        folder: Where logs and workers' files go.
        allowed_failures: How many workers a unit may lose before the scheduler gives it up.
    """

    def __init__(self, folder: Path, allowed_failures: int = 3) -> None:
        self._folder = folder
        self._patience = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed_failures)}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"
        self._started: dict[subprocess.Popen[bytes], Path] = {}
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start_scheduler()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._started):
            kill_at_once(process)

    def add_worker(
        self, preamble: str = "", environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker with one thread.

        Args:
            preamble: Python that it runs first.
            environment: Variables that differ from those of this process.
        """
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        place = ("--local-directory", str(self._folder))
        worker = self._start("dask_worker", (self.address, *options, *place), preamble, environment)
        self.workers.append(worker)
        return worker

    def restart_scheduler(self) -> None:
        """Kill the scheduler, and start it again with as many workers: these end when theirs is gone."""
        kill_at_once(self.scheduler)
        for worker in self.workers:
            worker.wait(60)
        lost, self.workers = len(self.workers), []
        self.scheduler = self._start_scheduler()
        for _ in range(lost):
            self.add_worker()

    def wait_for_workers(self, count: int) -> None:
        """Wait until as many workers of those that are running have found their scheduler."""
        logs = [self._started[worker] for worker in self.workers if worker.poll() is None]
        until = time.monotonic() + _START_SECONDS
        while sum("Registered to:" in log.read_text(encoding="utf-8") for log in logs) < count:
            assert time.monotonic() < until, "the workers did not start"
            time.sleep(0.1)

    def kill_worker(self, by: signal.Signals) -> None:
        """Kill a worker with a signal, and require that nothing of it goes on."""
        worker = self.workers.pop()
        below = psutil.Process(worker.pid).children(recursive=True)
        assert below, "it had nothing to grade"
        worker.send_signal(by)
        worker.wait(60)
        _, alive = psutil.wait_procs(below, timeout=30)
        assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]

    def leftovers(self) -> list[str]:
        """List what is left of the suites that were sent to workers."""
        return [str(path) for path in self._folder.rglob("grade-bundle-*")]

    def _start_scheduler(self) -> subprocess.Popen[bytes]:
        words = ("--host", "127.0.0.1", "--port", str(self._port), "--no-dashboard")
        return self._start("dask_scheduler", words, environment=self._patience)

    def _start(
        self,
        command: str,
        words: tuple[str, ...],
        preamble: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        code = f"{preamble}\nfrom distributed.cli.{command} import main\nmain()"
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".log", delete=False) as log:
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", code, *words],
                cwd=ROOT,
                env={**os.environ, **_LIFETIME, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._started[process] = Path(log.name)
        return process


def kill_at_once(process: subprocess.Popen[bytes]) -> None:
    """Kill a process without a word and wait for its end."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGKILL)
    process.wait(60)
