"""Whether a level holds here: a real worker tries to get out, and has to do honest work."""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any, Final

from grader.model.isolation import Isolation
from grader.sandbox.confinement.canaries import Targets
from grader.sandbox.forked_worker import ForkedWorker, ForkServer
from grader.sandbox.process import environment
from grader.wire.channel import ChannelClosed, FrameError

__all__ = ["begin_probe", "judge_probe"]

_SECONDS: Final = 30.0
# What every installation has, and no worker may see: the command's own libraries and the suites' half of us.
_MODULES: Final = ("pytest", "click", "torch", "jax", "grader.suite.plugin", "grader.oracle.torch_backend")
_FOLDERS: Final = ("/", "/tmp", "/var/tmp", "/dev/shm", "/etc", "/proc")  # noqa: S108  # aims, not uses


def begin_probe(server: ForkServer) -> ForkedWorker:
    """Start a worker that tries everything, without waiting for it."""
    return server.start(probe=_targets(contained=server.level is Isolation.L4).to_plain())


def judge_probe(worker: ForkedWorker) -> str:
    """Wait for the probe to end and say what is wrong with the level; empty if nothing is."""
    try:
        findings = _findings(worker)
    except (ChannelClosed, FrameError, ValueError) as error:
        ending = worker.kill()
        return f"the worker that tries it out {ending or 'said nothing'}{_cause(error)}"
    worker.kill()
    return _verdict(findings)


def _findings(worker: ForkedWorker) -> dict[str, Any]:
    frame = worker.channel.receive(_SECONDS)
    if frame is None:
        raise ChannelClosed
    findings: dict[str, Any] = json.loads(frame)
    return findings


def _verdict(findings: dict[str, Any]) -> str:
    if "fault" in findings:
        return str(findings["fault"])
    if findings["escaped"]:
        return f"a worker was not kept from {', '.join(findings['escaped'])}"
    if findings["failed"]:
        return f"honest work fails in a worker: {'; '.join(findings['failed'])}"
    return ""


def _cause(error: Exception) -> str:
    return f": {error}" if str(error) else ""


def _targets(*, contained: bool) -> Targets:
    here = Path(__file__)
    beside = here.parent.parent / "errors.py"  # of our package, but no part of a worker
    files = [str(beside), "/etc/passwd", "/proc/self/environ"]
    spec = importlib.util.find_spec("pytest")
    if spec is not None and spec.origin is not None:
        files.append(spec.origin)
    folders = [*_FOLDERS, str(Path.home()), str(Path.cwd()), str(beside.parent), sys.prefix]
    return Targets(
        files=tuple(files),
        folders=tuple(folders),
        modules=_MODULES,
        environment=(*environment(), "LC_CTYPE", "PWD"),
        contained=contained,
    )
