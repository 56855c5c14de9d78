"""Nothing is left behind: not after a run, and not when the grader is killed in the middle of one."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import StudentFault
from grader.sandbox.forked_worker import ForkServer
from grader.sandbox.launcher import Launcher
from tests.support.sandbox_talk import Patient
from tests.support.sandbox_trial import fork_server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts by Linux's /proc")

Servers = Callable[..., ForkServer]

# A grader whose submission never comes back, which says when its worker is at it.
BUSY_GRADER = """
import sys, threading
from grader.sandbox.client import Sandbox
from grader.sandbox.launcher import Launcher
from grader.model.isolation import Isolation
from grader.model.limits import Limits
launcher = Launcher(levels=[Isolation[sys.argv[1]]])
quick = Sandbox("value = 1", Limits(), launcher.start)
quick.names()
slow = Sandbox(sys.argv[2], Limits(cpu_seconds_per_call=600), launcher.start)
slow.prepare()
threading.Timer(0.3, lambda: print("busy", flush=True)).start()
slow.names()
"""


def is_running(process: psutil.Process) -> bool:
    """Whether a process still does anything: one that nobody has asked about yet does not."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def still_running(processes: list[psutil.Process], seconds: float = 10.0) -> list[psutil.Process]:
    """Processes that go on running although they were given time to end."""
    deadline = time.monotonic() + seconds
    while (running := list(filter(is_running, processes))) and time.monotonic() < deadline:
        time.sleep(0.02)
    return running


def descriptors() -> list[str]:
    return [entry.name for entry in Path("/proc/self/fd").iterdir() if entry.exists()]


@pytest.mark.parametrize("level", list(Isolation))
def test_run_leaves_no_process_descriptor_or_file(
    level: Isolation, servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers(level)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    processes = {child.pid for child in psutil.Process().children(recursive=True)}
    opened = len(descriptors())
    with Launcher(levels=[level]) as launcher:
        for source in ("value = 1", "raise ValueError", "import os; os._exit(3)", "while True: pass"):
            sandbox = Sandbox(
                source, Patient(cpu_seconds_per_call=0.1, wall_seconds_total=300), launcher.start
            )
            with suppress(StudentFault):
                sandbox.names()
            sandbox.close()
        unused = Sandbox("value = 1", Limits(), launcher.start)
        unused.prepare()
        unused.close()
    assert len(descriptors()) == opened
    assert {child.pid for child in psutil.Process().children(recursive=True)} == processes
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("level", list(Isolation))
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_grader_leaves_no_process(level: Isolation, end: signal.Signals, servers: Servers) -> None:
    servers(level)
    grader = subprocess.Popen(
        [sys.executable, "-c", BUSY_GRADER, level.name, "while True: pass"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[3],
    )
    assert grader.stdout is not None
    with grader.stdout:
        assert grader.stdout.readline() == b"busy\n"
        started = psutil.Process(grader.pid).children(recursive=True)
        assert len(started) >= 2
        grader.send_signal(end)
        grader.wait()
    assert still_running(started) == []


@pytest.mark.parametrize("without, survivors", [((), 0), (("lifeline",), 1)])
def test_worker_dies_with_the_fork_server(without: tuple[str, ...], survivors: int, servers: Servers) -> None:
    servers(Isolation.L3)
    before = {child.pid for child in psutil.Process().children()}
    with fork_server(Isolation.L3, without) as server:
        server.wait_until_ready()
        (parent,) = (child for child in psutil.Process().children() if child.pid not in before)
        sandbox = Sandbox("value = 1", Limits(), server.start)
        sandbox.names()
        (worker,) = parent.children()
        parent.kill()
        alive = len(still_running([worker], seconds=0.5))
        sandbox.close()  # a survivor ends when its channel does
        assert alive == survivors
        assert still_running([worker]) == []
