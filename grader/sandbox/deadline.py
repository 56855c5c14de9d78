"""Deadlines of calls: by the CPU time that a worker uses, and generously by the clock."""

import time
from typing import Final

from grader.model.limits import Limits
from grader.sandbox.faults import TimedOut, WallClock
from grader.sandbox.process import WorkerProcess

__all__ = ["POLL_SECONDS", "ClockBudget", "Deadline"]

POLL_SECONDS: Final = 0.05
"""Time between two looks at the CPU time of a call."""

_LATE_SECONDS: Final = 4 * POLL_SECONDS
"""Time after which a look came so late that the machine must be busy."""
_PROGRESS_SECONDS: Final = 0.001
"""CPU time by which a worker shows that it computes."""


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
        self._cpu_last = 0.0
        self._idle_since = self._began

    def waited(self) -> float:
        """Seconds since the call began, by the clock."""
        return time.monotonic() - self._began

    def check(self) -> None:
        """Check the limits, unless that was done just now: asking for CPU time costs more than most calls.

        Raises:
            TimedOut: The call has used up its CPU time, or waits without computing on a machine that is not
                busy.
            WallClock: It has not, but the clock has run out.
        """
        now = time.monotonic()
        since = now - self._checked
        if since < POLL_SECONDS:
            return
        self._checked = now
        used = self._process.cpu_seconds()
        # Where this process has to wait for the processor, the worker may have to as well.
        if since > _LATE_SECONDS or used - self._cpu_last > _PROGRESS_SECONDS:
            self._idle_since = now
        self._cpu_last = used
        if self._cpu_before is None:
            self._cpu_before = used - min(used, self.waited())
        if used - self._cpu_before > self._limits.cpu_seconds_per_call:
            raise TimedOut(f"the call took more than {self._limits.cpu_seconds_per_call:g} s of CPU time")
        idle = self._limits.idle_seconds_per_call
        if now - self._idle_since > idle:
            raise TimedOut(f"the call waited for {idle:g} s without computing anything")
        if self.waited() > self._limits.wall_seconds_per_call:
            raise WallClock(f"no answer within {self._limits.wall_seconds_per_call:g} s by the clock")


class ClockBudget:
    """The time that all calls of a submission may wait together.

    Args:
        seconds: The whole time.
    """

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    def spend(self, seconds: float) -> None:
        """Count the time between two looks; what is late because the machine is busy does not count."""
        self._left -= min(seconds, _LATE_SECONDS)

    def check(self) -> None:
        """Check that there is time left.

        Raises:
            TimedOut: There is none.
        """
        if self._left < 0:
            raise TimedOut("the submission has used up the time that all its calls may take by the clock")
