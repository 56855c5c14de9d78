"""Run many submissions against one suite on all cores; each in a fork that no other submission can delay."""

import selectors
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from grader.suite.jobs import SubmissionJob, SuiteJob
from grader.suite.results import ResultReader, SuiteRun
from grader.suite.runner import Runner, RunningSuite, WarmSuite, usable_cores

__all__ = ["Finished", "LocalExecutor", "Unit"]

_CLOCK_SECONDS: Final = 600.0
"""Time by the clock after which a run is ended that its own limits should have ended long before."""
_LOOK_SECONDS: Final = 0.5
_READ_SECONDS: Final = 0.01
"""Time for the rest of a message whose beginning has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One submission to run.

    Attributes:
        name: What its result is called.
        job: What is run.
    """

    name: str
    job: SubmissionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """One submission that was run.

    Attributes:
        name: The name of its unit.
        run: What was found.
        seconds: Time by the clock that it took.
    """

    name: str
    run: SuiteRun
    seconds: float


@dataclass(slots=True)
class _Active:
    """A run under way."""

    name: str
    running: RunningSuite
    reader: ResultReader
    began: float


class LocalExecutor:
    """Runs units on the cores of this machine. Use it as a context manager: leaving ends every run at once.

    The suite is collected once, and each submission is judged in a fork of the process that has it; where
    processes cannot fork, each has a process of its own.

    Args:
        suite: The suite.
        jobs: How many run at a time; None for as many as there are cores to use.
    """

    def __init__(self, suite: SuiteJob, jobs: int | None = None) -> None:
        self._suite = suite
        self._jobs = jobs or usable_cores()
        self._runner = Runner()
        self._active: dict[int, _Active] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for active in self._active.values():
            active.running.close()
        self._runner.__exit__(kind, error, trace)

    def run(self, units: Iterable[Unit]) -> Iterator[Finished]:
        """Run units, and give each as it is finished, in whatever order that is."""
        waiting = deque(units)
        if not waiting:
            return
        start = self._starter()
        with selectors.DefaultSelector() as selector:
            while waiting or self._active:
                while waiting and len(self._active) < self._jobs:
                    self._begin(waiting.popleft(), start, selector)
                for key, _ in selector.select(_LOOK_SECONDS):
                    active = self._active[key.fd]
                    if active.running.advance(active.reader, _READ_SECONDS):
                        yield self._end(key.fd, selector)
                for descriptor in self._overdue():
                    yield self._end(descriptor, selector)

    def _starter(self) -> Callable[[SubmissionJob], RunningSuite]:
        from grader.suite.forking import can_fork  # noqa: PLC0415  # beside what it decides
        from grader.suite.jobs import RunRequest  # noqa: PLC0415  # as above

        if can_fork():
            suite: WarmSuite = self._runner.open_suite(self._suite)
            return suite.start
        return lambda job: self._runner.start(RunRequest(suite=self._suite, submission=job))

    def _begin(
        self, unit: Unit, start: Callable[[SubmissionJob], RunningSuite], selector: selectors.BaseSelector
    ) -> None:
        running = start(unit.job)
        descriptor = running.conversation.fileno()
        reader = ResultReader(_ignore_check, _ignore_trial)
        self._active[descriptor] = _Active(unit.name, running, reader, time.monotonic())
        selector.register(descriptor, selectors.EVENT_READ)

    def _end(self, descriptor: int, selector: selectors.BaseSelector) -> Finished:
        active = self._active.pop(descriptor)
        selector.unregister(descriptor)
        seconds = time.monotonic() - active.began
        if seconds > _CLOCK_SECONDS and not active.reader.ended:
            active.running.kill(f"was ended after {seconds:.0f} s")
        run = active.running.result(active.reader)
        active.running.close()
        return Finished(name=active.name, run=run, seconds=seconds)

    def _overdue(self) -> list[int]:
        now = time.monotonic()
        return [at for at, active in self._active.items() if now - active.began > _CLOCK_SECONDS]


def _ignore_check(_check: Any, _total: int) -> None:
    """Take no notice of a single check: a submission counts when it is finished."""


def _ignore_trial(_trial: Mapping[str, Any]) -> None:
    """Take no notice of a trial, of which there are none."""
