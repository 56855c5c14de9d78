"""End a check whose own code runs too long: by the CPU time of this process, and generously by the clock."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from grader.suite.mistakes import SuiteMistake

__all__ = ["CheckOverranError", "check_deadline"]

_CPU_SECONDS: Final = 10.0
_CLOCK_SECONDS: Final = 180.0  # above all that one submission may wait for together


class CheckOverranError(SuiteMistake):
    """The code of a check, not the submission's, used up its time."""


@contextmanager
def check_deadline(
    cpu_seconds: float = _CPU_SECONDS, clock_seconds: float = _CLOCK_SECONDS
) -> Iterator[None]:
    """Interrupt the code inside a `with` when its time is used up; where there are no signals, never.

    Args:
        cpu_seconds: CPU time of this process, user and system, in seconds.
        clock_seconds: Time by the clock, in seconds.

    Raises:
        CheckOverranError: Inside the `with`, wherever its code is.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def interrupt(number: int, _frame: FrameType | None) -> None:
        spent = f"{cpu_seconds:g} s of CPU time" if number == signal.SIGPROF else f"{clock_seconds:g} s"
        raise CheckOverranError(f"the check itself did not end within {spent}")

    timers = (
        (signal.SIGPROF, signal.ITIMER_PROF, cpu_seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, clock_seconds),
    )
    before = {number: signal.signal(number, interrupt) for number, _, _ in timers}
    try:
        for _, timer, seconds in timers:
            signal.setitimer(timer, seconds)
        yield
    finally:
        for _, timer, _ in timers:
            signal.setitimer(timer, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
