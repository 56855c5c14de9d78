"""Run many submissions against one suite on all cores; each in a fork that no other submission can delay."""

import selectors
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from grader.cohort.units import Decided, Grading, Unit
from grader.grading.grade import submission_job, suite_job
from grader.suite.forking import can_fork
from grader.suite.jobs import RunRequest, SubmissionJob
from grader.suite.results import ResultReader
from grader.suite.runner import Runner, RunningSuite, WarmSuite, usable_cores

__all__ = ["LocalExecutor"]

_CLOCK_SECONDS: Final = 600.0
"""Time by the clock after which a run is ended that its own limits should have ended long before."""
_LONG_SECONDS: Final = 3.0
"""Time by the clock after which a run makes room for others, for it waits for something or hangs."""
_TIMES_THE_MEAN: Final = 2.0
"""How many times as long as others a run takes that makes room sooner."""
_SHORTEST_LONG_SECONDS: Final = 0.5
_MOST_LONG: Final = 4
"""How many such runs each of the jobs may leave behind."""
_LOOK_SECONDS: Final = 0.1
_READ_SECONDS: Final = 0.01
"""Time for the rest of a message whose beginning has come."""


_Start = Callable[[SubmissionJob], RunningSuite]


@dataclass(slots=True)
class _Active:
    """A run under way."""

    unit: Unit
    running: RunningSuite
    reader: ResultReader
    began: float


class LocalExecutor:
    """Runs units on the cores of this machine. Use it as a context manager: leaving ends every run at once.

    The suite is collected once, from the moment of entering, and each submission is judged in a fork of the
    process that has it; where processes cannot fork, each has a process of its own.

    Args:
        grading: What all units have in common.
        jobs: How many run at a time, besides those that take long; None for as many as there are cores.
        runner: What runs the suite, if it has been started already; it ends with this.
        on_wait: Called whenever something has been waited for, and may raise what ends the run.
    """

    def __init__(
        self,
        grading: Grading,
        jobs: int | None = None,
        runner: Runner | None = None,
        on_wait: Callable[[], None] = lambda: None,
    ) -> None:
        self._grading = grading
        self._jobs = jobs or usable_cores()
        self._on_wait = on_wait
        self._suite = suite_job(grading.assignment, grading.course.isolation)
        self._runner = runner or Runner()
        self._warm: WarmSuite | None = None
        self._start: _Start | None = None
        self._ended = 0
        self._seconds = 0.0  # of all that have ended

    def __enter__(self) -> Self:
        """Begin to collect the suite, without waiting for it.

        Raises:
            UsageError: A package that submissions may import is not installed as it is named.
        """
        with ExitStack() as unopened:
            unopened.push(self._runner)
            if can_fork():
                self._warm = self._runner.open_suite(self._suite, self._grading.seed)
            unopened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.__exit__(kind, error, trace)

    def prepare(self) -> None:
        """Wait until the suite is collected; from then on, `run` may be called from several threads.

        Raises:
            UsageError: This machine cannot confine submissions as far as the course asks.
        """
        if self._start is None:
            self._start = self._starter()

    def run(self, units: Iterable[Unit]) -> Iterator[Decided]:
        """Run units, and give each as it is decided, in whatever order that is.

        Raises:
            UsageError: This machine cannot confine submissions as far as the course asks.
        """
        waiting = iter(units)
        unit = next(waiting, None)
        if unit is None:
            return
        self.prepare()
        active: dict[int, _Active] = {}
        try:
            with selectors.DefaultSelector() as selector:
                while unit is not None or active:
                    while unit is not None and self._has_room(active):
                        self._begin(unit, active, selector)
                        unit = next(waiting, None)
                    ended = _ended(active, selector)
                    # Ctrl-C in a terminal ends the runs as well, and what they said last is no result.
                    self._on_wait()
                    for descriptor in ended:
                        selector.unregister(descriptor)
                        yield self._end(active.pop(descriptor))
        finally:
            for one in active.values():
                one.running.close()

    def _starter(self) -> _Start:
        if not can_fork():
            return lambda job: self._runner.start(RunRequest(suite=self._suite, submission=job))
        if self._warm is None:
            raise ValueError("an executor runs nothing before it is entered")
        while not self._warm.is_collected(_LOOK_SECONDS):
            self._on_wait()
        return self._warm.start

    def _long_seconds(self) -> float:
        """Return the time by the clock after which a run makes room for others."""
        usual = self._seconds / self._ended if self._ended else _LONG_SECONDS
        return min(_LONG_SECONDS, max(_SHORTEST_LONG_SECONDS, _TIMES_THE_MEAN * usual))

    def _has_room(self, active: Mapping[int, _Active]) -> bool:
        now, long = time.monotonic(), self._long_seconds()
        quick = sum(now - one.began < long for one in active.values())
        return quick < self._jobs and len(active) < (1 + _MOST_LONG) * self._jobs

    def _begin(self, unit: Unit, active: dict[int, _Active], selector: selectors.BaseSelector) -> None:
        if self._start is None:
            raise ValueError("only what is prepared runs")
        running = self._start(submission_job(unit.submission, self._grading.seed))
        reader = ResultReader(_ignore_check, _ignore_trial)
        descriptor = running.conversation.fileno()
        active[descriptor] = _Active(unit, running, reader, time.monotonic())
        selector.register(descriptor, selectors.EVENT_READ)

    def _end(self, active: _Active) -> Decided:
        seconds = time.monotonic() - active.began
        if seconds > _CLOCK_SECONDS and not active.reader.ended:
            active.running.kill(f"was ended after {seconds:.0f} s")
        self._ended += 1
        self._seconds += seconds
        run = active.running.result(active.reader)
        active.running.close()
        return self._grading.decide(active.unit, run, seconds)


def _ended(active: Mapping[int, _Active], selector: selectors.BaseSelector) -> list[int]:
    """Read what has come, and give the descriptors of the runs that have ended or whose time is over."""
    ready = [key.fd for key, _ in selector.select(_LOOK_SECONDS)]
    ended = [at for at in ready if active[at].running.advance(active[at].reader, _READ_SECONDS)]
    now = time.monotonic()
    overdue = [at for at, one in active.items() if now - one.began > _CLOCK_SECONDS]
    return [*ended, *(at for at in overdue if at not in ended)]


def _ignore_check(_check: Any, _total: int) -> None:
    """Take no notice of a single check: a submission counts when it is finished."""


def _ignore_trial(_trial: Mapping[str, Any]) -> None:
    """Take no notice of a trial, of which there are none."""
