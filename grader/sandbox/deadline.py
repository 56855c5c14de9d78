"""Deadlines of calls: by the CPU time that a worker uses, and generously by the clock."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, Self

from grader.model.limits import Limits
from grader.sandbox.faults import TimedOut, WallClock
from grader.sandbox.process import WorkerProcess

__all__ = ["ClockBudget", "Deadline", "TimeAccount", "is_machine_busy"]

_POLL_SECONDS: Final = 0.05  # between two looks at the CPU time of a call
_LEAST_POLL_SECONDS: Final = 0.005
_LEAST_WAIT_SECONDS: Final = 0.001

_OVERRUN: Final = (
    "the call took more than {seconds:g} s of CPU time: this is an endless loop, or far more work than is"
    " needed"
)
_LATE_SECONDS: Final = 4 * _POLL_SECONDS
"""Time after which a look came so late that the machine must be busy."""
_COMPUTING: Final = 0.02
"""Part of the time by the clock that a worker which computes gets of a processor, at least."""
_CLOCK_PER_CPU: Final = 10.0
"""Seconds by the clock that one of CPU time may take where the machine is busy."""
_SLOWED_DOWN: Final = 4.0
"""What the time of a busy machine is divided by before it is counted against all that there is."""
_SHARE_OF_A_WAIT: Final = 1 / 3
"""Part of the patience left that one call may wait, so that some is left for the functions after it."""
_SHORTEST_WAIT_SECONDS: Final = 0.25
"""Time without computing that any call is granted, however often others have waited before it."""


class Deadline:
    """The deadline of one call, from when it is made to `end` or the end of a `with` block.

    Args:
        process: The worker that runs the call.
        limits: What the call may use.
        idle_seconds: Returns how long it may go without computing; asked only once it does.
        on_end: Told the deadline when the call has ended.
        cpu_before: CPU time that the worker has used before the call; None where the call is taken to have
            computed from its beginning to the first look, which most calls are over before.

    Attributes:
        was_idle: Whether the call was ended because it went on without computing.
    """

    def __init__(
        self,
        process: WorkerProcess,
        limits: Limits,
        idle_seconds: Callable[[], float],
        on_end: "Callable[[Deadline], None]",
        cpu_before: float | None = None,
    ) -> None:
        self._process = process
        self._limits = limits
        self._idle_seconds = idle_seconds
        self._on_end = on_end
        self._began = time.monotonic()
        self._checked = self._began
        self._next_look = self._began + min(_POLL_SECONDS, limits.cpu_seconds_per_call)
        self._cpu_before = cpu_before
        self._cpu_last = 0.0
        self._idle_since = self._began
        self.was_idle = False

    def __enter__(self) -> Self:
        """Return this deadline."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.end()

    def end(self) -> None:
        """Note that the call has ended, however it did."""
        self._on_end(self)

    def waited(self) -> float:
        """Seconds since the call began, by the clock."""
        return time.monotonic() - self._began

    def count(self, seconds: float) -> None:
        """Count time that passed for the call before this deadline was set."""
        self._began -= seconds

    def until_check(self) -> float:
        """Seconds after which `check` has something to look at, and some in which an answer is read."""
        return max(_LEAST_WAIT_SECONDS, self._next_look - time.monotonic())

    def check(self) -> None:
        """Check the limits, unless it is too early: asking for CPU time costs more than most calls.

        Raises:
            TimedOut: The call has used up its CPU time, or waits without computing on a machine that is not
                busy.
            WallClock: It has not, but the clock has run out.
        """
        now = time.monotonic()
        if now < self._next_look:
            return
        since, self._checked = now - self._checked, now
        used = self._process.cpu_seconds()
        # Where this process has to wait for the processor, the worker may have to as well.
        if since > _LATE_SECONDS or used - self._cpu_last > _COMPUTING * since:
            self._idle_since = now
        self._cpu_last = used
        if self._cpu_before is None:
            self._cpu_before = used - min(used, self.waited())
        left = self._limits.cpu_seconds_per_call - (used - self._cpu_before)
        # No call computes for longer than the clock runs, so there is nothing to see before all is used up.
        self._next_look = time.monotonic() + min(_POLL_SECONDS, max(_LEAST_POLL_SECONDS, left))
        if left < 0:
            raise TimedOut(_OVERRUN.format(seconds=self._limits.cpu_seconds_per_call))
        idle = now - self._idle_since
        if idle > _SHORTEST_WAIT_SECONDS and idle > self._idle_seconds():
            self.was_idle = True
            raise TimedOut("the call waited without computing anything until it was ended")
        if self.waited() > self._limits.wall_seconds_per_call:
            raise WallClock(f"no answer within {self._limits.wall_seconds_per_call:g} s by the clock")


class ClockBudget:
    """The time by the clock that all calls of a submission may take together.

    Time in which the submission computes is limited by its CPU time. So what is counted here is, first, the
    time in which it does not, against the patience with it: each second of CPU time explains ten by the
    clock, as many as a busy machine may make of it. And, second, all of it together.

    Args:
        limits: What the submission may use.
        patience: Seconds that may pass without computing; `limits` alone decide if None.
    """

    def __init__(self, limits: Limits, patience: float | None = None) -> None:
        self._limits = limits
        self._patience = limits.wall_seconds_total if patience is None else patience
        # Whoever grants so much computing grants the time for it.
        self._most = max(limits.wall_seconds_total, limits.cpu_seconds_total)
        self._taken = 0.0
        self._idle_calls = 0
        self._charged = self._seen = 0.0
        self._next_look = min(self._patience, self._most)

    @property
    def taken(self) -> float:
        """Seconds by the clock that the calls have taken so far."""
        return self._taken

    def spend(self, seconds: float) -> None:
        """Count the time between two looks; what is late because the machine is busy does not count."""
        self._taken += min(seconds, _LATE_SECONDS)

    def note_idle_call(self) -> None:
        """Note that a call was ended because it went on without computing."""
        self._idle_calls += 1

    def idle_seconds(self, cpu_seconds: Callable[[], float]) -> float:
        """Return how long a call may go without computing: each that waits leaves most of the rest to others.

        It is half as long after each call that was ended for it: nobody needs to wait, so one such call is
        a mistake, and a second one most likely the same.

        Args:
            cpu_seconds: Asks for the CPU time of all calls so far.
        """
        left = self._patience + _CLOCK_PER_CPU * cpu_seconds() - self._taken
        most = self._limits.idle_seconds_per_call * 0.5**self._idle_calls
        return max(_SHORTEST_WAIT_SECONDS, min(most, _SHARE_OF_A_WAIT * left))

    def check(self, cpu_seconds: Callable[[], float]) -> None:
        """Check that there is time left.

        Args:
            cpu_seconds: Asks for the CPU time of all calls so far, which takes longer than most calls.

        Raises:
            TimedOut: There is none.
        """
        if self._taken <= self._next_look:
            return
        computed = _CLOCK_PER_CPU * cpu_seconds()
        if self._taken - computed > self._patience:
            raise TimedOut(f"the submission has waited for {self._patience:g} s without computing anything")
        since, self._seen = self._taken - self._seen, self._taken
        self._charged += since / _SLOWED_DOWN if since > _POLL_SECONDS and is_machine_busy() else since
        if self._charged > self._most:
            raise TimedOut("the submission has used up the time that all its calls may take by the clock")
        left = min(self._patience + computed - self._taken, self._most - self._charged)
        self._next_look = self._taken + max(left, _POLL_SECONDS)


class TimeAccount:
    """Counts what all calls of a submission take, in one worker after the other.

    Args:
        limits: What they may take.
        patience: As for `ClockBudget`.

    Attributes:
        idle_seconds: What those have taken by the clock that were ended because they did not compute.
    """

    def __init__(self, limits: Limits, patience: float | None = None) -> None:
        self._limits = limits
        self._clock = ClockBudget(limits, patience)
        self._waited = 0.0
        self._ended_cpu = 0.0
        self.idle_seconds = 0.0

    @property
    def clock_seconds(self) -> float:
        """Seconds by the clock so far, but for those that a busy machine took."""
        return self._clock.taken

    def cpu_seconds(self, process: WorkerProcess | None) -> float:
        """Return the CPU time so far, in seconds.

        Args:
            process: The worker in use, if there is one.
        """
        return self._ended_cpu + (0.0 if process is None else process.cpu_seconds())

    def close(self, process: WorkerProcess) -> None:
        """Keep the CPU time of a worker that is about to end."""
        self._ended_cpu += process.cpu_seconds()

    def require(self, process: WorkerProcess | None) -> WorkerProcess:
        """Check that there is a worker which may compute, and wait, for longer.

        Raises:
            TimedOut: There is none.
        """
        total = self._limits.cpu_seconds_total
        # The time waited is a cheap upper bound.
        if process is None or (self._waited > total and self.cpu_seconds(process) > total):
            raise TimedOut(f"the submission has used up its {total:g} s of CPU time")
        self.check_clock(process)
        return process

    def check_clock(self, process: WorkerProcess) -> None:
        """Check that there is time left by the clock.

        Raises:
            TimedOut: There is none.
        """
        self._clock.check(partial(self.cpu_seconds, process))

    def spend(self, seconds: float) -> None:
        """Count the time between two looks; see `ClockBudget.spend`."""
        self._clock.spend(seconds)

    def deadline(self, process: WorkerProcess, kind: str, share: float = 1.0) -> Deadline:
        """Give the deadline of a request, which begins now, and count how long it takes.

        Args:
            process: The worker.
            kind: Kind of the request; to load a submission may take longer.
            share: Part of the time of a call that it gets.
        """
        limits = self._limits
        if kind == "load":
            longer = replace(limits, cpu_seconds_per_call=limits.cpu_seconds_to_load)
            return Deadline(process, longer, lambda: longer.idle_seconds_per_call, self._note_end)
        if share < 1:
            limits = replace(limits, cpu_seconds_per_call=share * limits.cpu_seconds_per_call)
        # Of little time none may be counted that was not used.
        is_short = share < 1 or limits.cpu_seconds_per_call <= _POLL_SECONDS
        cpu_before = process.cpu_seconds() if is_short else None

        def idle_seconds() -> float:
            return share * self._clock.idle_seconds(partial(self.cpu_seconds, process))

        return Deadline(process, limits, idle_seconds, self._note_end, cpu_before)

    def _note_end(self, deadline: Deadline) -> None:
        self._waited += deadline.waited()
        if deadline.was_idle:
            self.idle_seconds += deadline.waited()
            self._clock.note_idle_call()


def is_machine_busy() -> bool:
    """Return whether more processes want to compute just now than there are processors, if that is known."""
    try:
        running, _, _ = Path("/proc/loadavg").read_text(encoding="ascii").split()[3].partition("/")
        return int(running) > (os.cpu_count() or 1)
    except (OSError, ValueError, LookupError):
        return False
