"""Test a level of confinement: a real worker tries to get out, and has to do honest work."""

import importlib.util
import json
import sys
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from grader.model.isolation import Isolation
from grader.sandbox.confinement.canaries import Targets
from grader.sandbox.forked_worker import ForkedWorker, ForkServer
from grader.sandbox.process import worker_environment
from grader.wire.channel import ChannelClosed, FrameError

__all__ = ["judge_probe", "start_probe"]

_SECONDS: Final = 30.0
# Modules that an installation may have and no worker may import: libraries, and the side that knows answers.
_MODULES: Final = ("pytest", "click", "torch", "jax", "grader.suite.plugin", "grader.oracle.torch_backend")
_FOLDERS: Final = ("/", "/tmp", "/var/tmp", "/dev/shm", "/etc", "/proc")  # noqa: S108  # aims, not uses


def start_probe(server: ForkServer, granted: Collection[str] = ()) -> ForkedWorker:
    """Start a worker that runs the canaries, without waiting for it.

    Args:
        server: The fork server.
        granted: Modules that workers may import, which are no targets.
    """
    return server.start(probe=asdict(_targets(granted, contained=server.level is Isolation.L4)))


def judge_probe(worker: ForkedWorker) -> str:
    """Wait for the probe to end; describe what is wrong with the level, or return "" if nothing is."""
    try:
        findings = _receive_findings(worker)
    except (ChannelClosed, FrameError, ValueError) as error:
        ending = worker.kill()
        cause = f": {error}" if str(error) else ""
        return f"the worker that tries it out {ending or 'said nothing'}{cause}"
    worker.kill()
    return _describe_problem(findings)


def _receive_findings(worker: ForkedWorker) -> dict[str, Any]:
    frame = worker.channel.receive(_SECONDS)
    if frame is None:
        raise ChannelClosed
    findings: dict[str, Any] = json.loads(frame)
    return findings


def _describe_problem(findings: dict[str, Any]) -> str:
    if "fault" in findings:
        return str(findings["fault"])
    if findings["escaped"]:
        return f"a worker was not kept from {', '.join(findings['escaped'])}"
    if findings["failed"]:
        return f"honest work fails in a worker: {'; '.join(findings['failed'])}"
    return ""


def _targets(granted: Collection[str], *, contained: bool) -> Targets:
    package = Path(__file__).parent.parent
    files = [
        str(package / "errors.py"),
        "/etc/passwd",
        "/proc/self/environ",
    ]  # the first is no part of a worker
    spec = importlib.util.find_spec("pytest")
    if spec is not None and spec.origin is not None and "pytest" not in granted:
        files.append(spec.origin)
    folders = [*_FOLDERS, str(Path.home()), str(Path.cwd()), str(package), sys.prefix]
    return Targets(
        files=tuple(files),
        folders=tuple(folders),
        modules=tuple(name for name in _MODULES if name not in granted),
        environment=(*worker_environment(), "LC_CTYPE", "PWD"),
        contained=contained,
    )
