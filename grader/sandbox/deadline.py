"""Deadlines of calls: by the CPU time that a worker uses, and generously by the clock."""

import time
from types import TracebackType
from typing import Final

from grader.model.limits import Limits
from grader.sandbox.faults import TimedOut, WallClock
from grader.sandbox.process import WorkerProcess

__all__ = ["POLL_SECONDS", "ClockBudget", "Deadline", "clock_budget_for"]

POLL_SECONDS: Final = 0.05
"""Time between two looks at the CPU time of a call."""

_CLOCK_SECONDS: Final = 60.0
_CLOCK_SECONDS_PER_CPU_SECOND: Final = 3.0


class Deadline:
    """The deadline of one call.

    Args:
        process: The worker that runs the call.
        limits: What the call may use.
    """

    def __init__(self, process: WorkerProcess, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._began = time.monotonic()
        self._checked = self._began
        self._cpu_before: float | None = None

    def waited(self) -> float:
        """Seconds since the call began, by the clock."""
        return time.monotonic() - self._began

    def check(self) -> None:
        """Check the limits, unless that was done just now: asking for CPU time costs more than most calls.

        Raises:
            TimedOut: The call has used up its CPU time.
            WallClock: It has not, but the clock has run out.
        """
        now = time.monotonic()
        if now - self._checked < POLL_SECONDS:
            return
        self._checked = now
        used = self._process.cpu_seconds()
        if self._cpu_before is None:
            self._cpu_before = used - min(used, self.waited())
        if used - self._cpu_before > self._limits.cpu_seconds_per_call:
            raise TimedOut(f"the call took more than {self._limits.cpu_seconds_per_call:g} s of CPU time")
        if self.waited() > self._limits.wall_seconds_per_call:
            raise WallClock(f"no answer within {self._limits.wall_seconds_per_call:g} s by the clock")


def clock_budget_for(limits: Limits) -> float:
    """Return the seconds by the clock that all waiting for one submission may take together."""
    return _CLOCK_SECONDS + _CLOCK_SECONDS_PER_CPU_SECOND * limits.cpu_seconds_total


class ClockBudget:
    """The time that all calls of a submission may wait together.

    As a context manager it counts the time inside a `with`, which must not be nested.

    Args:
        seconds: The whole time.
    """

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._began = 0.0

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left -= time.monotonic() - self._began

    def check(self) -> None:
        """Check that there is time left for another call.

        Raises:
            TimedOut: There is none.
        """
        if self._left < 0:
            raise TimedOut("the submission has used up the time that all its calls may take by the clock")
