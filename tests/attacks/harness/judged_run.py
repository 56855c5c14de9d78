"""Judge a submission in this process, so that a part of the grader can be taken away, and see the cost."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from grader.model.check import Check, Fault, Outcome
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.forked_worker import ForkedWorker
from grader.suite.check_run import CheckRun
from grader.suite.jobs import Selection
from grader.suite.judging import Judge
from grader.suite.plugin import SuitePlugin
from grader.suite.runner_process import collect
from grader.suite.session import Session
from tests.attacks.harness.watch import Watch, descendants
from tests.support.small_suites import SmallSuite

__all__ = ["Judged", "judge"]

_LIMITS: Final = Limits(memory_mb=600)


@dataclass(slots=True)
class Judged:
    """What came of a submission, and what judging it took.

    Attributes:
        checks: The checks by the names of their functions.
        faults: Whose fault the suite or the run is said to be.
        waited: Seconds that calls of the submission have taken by the clock.
        cpu_seconds: CPU time of this process.
        grown: By how much its memory has grown meanwhile, in bytes.
    """

    checks: dict[str, Check] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    waited: float = 0.0
    cpu_seconds: float = 0.0
    grown: int = 0

    @property
    def outcomes(self) -> set[Outcome]:
        """How checks ended."""
        return {check.outcome for check in self.checks.values()}


def judge(
    suite: SmallSuite,
    source: str,
    solution: str,
    start: Callable[[], ForkedWorker],
    patience: float | None = None,
) -> Judged:
    """Judge a submission by a small suite.

    Args:
        suite: The suite.
        source: The submission.
        solution: The solution.
        start: Starts a worker.
        patience: Seconds that calls may pass without computing; the limits alone decide if None.
    """
    judged = Judged()
    sandbox = Sandbox(source, _LIMITS, start, patience=patience)
    session = Session(sandbox, {})

    def take(run: CheckRun) -> None:
        judged.checks[run.check.id.rpartition("::")[2]] = run.check

    def solve() -> Session:
        return Session(Sandbox(solution, _LIMITS, start), {})

    def work(plugin: SuitePlugin) -> None:
        plugin.begin(1, Selection())
        Judge(session, solve, take).decide_all(plugin)

    plugin = SuitePlugin(suite.job(source).suite, work)
    with _collecting(), Watch(descendants(os.getpid())) as watch:
        began = time.process_time()
        collect(plugin)
        judged.cpu_seconds = time.process_time() - began
        session.close()
    judged.faults = [fault.kind for fault in plugin.faults]
    judged.waited = sandbox.clock_seconds
    judged.grown = watch.own_memory
    return judged


@contextmanager
def _collecting() -> Iterator[None]:
    """Put back what collecting a suite changes: the folder, and the modules of a suite of the same names."""
    with ExitStack() as stack:
        stack.callback(os.chdir, Path.cwd())
        before = set(sys.modules)
        yield
        for name in set(sys.modules) - before:
            if name.endswith("test_visible"):
                del sys.modules[name]
