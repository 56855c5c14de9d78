"""When to give up waiting for a worker: by the CPU time it has used, and generously by the clock."""

import time
from types import TracebackType
from typing import Final

from grader.model.limits import Limits
from grader.sandbox.faults import TimedOut, WallClock
from grader.sandbox.process import WorkerProcess

__all__ = ["POLL_SECONDS", "Deadline", "Patience", "patience_for"]

POLL_SECONDS: Final = 0.05
"""How often the CPU time of a call is looked at."""

_PATIENCE: Final = 60.0
_PATIENCE_PER_CPU_SECOND: Final = 3.0


class Deadline:
    """When to give up on one call: by its CPU time, and generously by the clock.

    Args:
        process: The worker that runs the call.
        limits: What the call may use.
    """

    def __init__(self, process: WorkerProcess, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._began = time.monotonic()
        self._asked = self._began
        self._cpu_before: float | None = None

    def waited(self) -> float:
        """Seconds since the call began, by the clock."""
        return time.monotonic() - self._began

    def check(self) -> None:
        """Ask for the CPU time used, if that was not done just now: asking costs more than most calls do.

        Raises:
            TimedOut: The call has used up its CPU time.
            WallClock: It has not, but the clock has run out.
        """
        now = time.monotonic()
        if now - self._asked < POLL_SECONDS:
            return
        self._asked = now
        used = self._process.cpu_seconds()
        if self._cpu_before is None:
            self._cpu_before = used - min(used, self.waited())
        if used - self._cpu_before > self._limits.cpu_seconds_per_call:
            raise TimedOut(f"the call took more than {self._limits.cpu_seconds_per_call:g} s of CPU time")
        if self.waited() > self._limits.wall_seconds_per_call:
            raise WallClock(f"no answer within {self._limits.wall_seconds_per_call:g} s by the clock")


def patience_for(limits: Limits) -> float:
    """Seconds by the clock that all waiting for one submission may take together: generous, but bounded."""
    return _PATIENCE + _PATIENCE_PER_CPU_SECOND * limits.cpu_seconds_total


class Patience:
    """What is left of the time for waiting, for all calls of a submission together.

    As a context manager it counts the time inside a `with`, which must not be nested.

    Args:
        seconds: What there is.
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
        """Let no call begin once patience is at its end.

        Raises:
            TimedOut: It is.
        """
        if self._left < 0:
            raise TimedOut("the submission has used up the time that all its calls may take by the clock")
