"""When to give up waiting for a worker: by the CPU time it has used, and generously by the clock."""

import time

from grader.sandbox.faults import TimedOut, WallClock
from grader.sandbox.limits import WorkerLimits
from grader.sandbox.process import WorkerProcess

__all__ = ["Deadline"]


class Deadline:
    """When to give up on one call: by its CPU time, and generously by the clock.

    Args:
        process: The worker that runs the call.
        limits: What the call may use.
    """

    def __init__(self, process: WorkerProcess, limits: WorkerLimits) -> None:
        self._process = process
        self._limits = limits
        self._began = time.monotonic()
        self._cpu_before: float | None = None

    def waited(self) -> float:
        """Seconds since the call began, by the clock."""
        return time.monotonic() - self._began

    def check(self) -> None:
        """Ask the system for the CPU time used; called only when waiting gets long, for most calls are short.

        Raises:
            TimedOut: The call has used up its CPU time.
            WallClock: It has not, but the clock has run out.
        """
        used = self._process.cpu_seconds()
        if self._cpu_before is None:
            self._cpu_before = used - min(used, self.waited())
        if used - self._cpu_before > self._limits.cpu_seconds_per_call:
            raise TimedOut(f"the call took more than {self._limits.cpu_seconds_per_call:g} s of CPU time")
        if self.waited() > self._limits.wall_seconds_per_call:
            raise WallClock(f"no answer within {self._limits.wall_seconds_per_call:g} s by the clock")
