"""Speak to a submission in a worker as a suite would, without the suite."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import StudentFault
from grader.sandbox.process import WorkerProcess
from grader.wire.codec import Lent, Reference, encode

__all__ = ["Brisk", "Patient", "Start", "Talk", "fault_of", "talk"]

Start = Callable[[], WorkerProcess]

_NUMBERS = count(1)


class Brisk(Limits):
    """Limits of a machine whose clock may be trusted: waiting without working ends soon."""

    __slots__ = ()

    @property
    def wall_seconds_per_call(self) -> float:
        """Seconds a call may take by the clock."""
        return 0.5


class Patient(Limits):
    """Limits of CPU time alone, for a test that is about them, on a machine however busy."""

    __slots__ = ()

    @property
    def wall_seconds_per_call(self) -> float:
        """Seconds a call may take by the clock."""
        return 300.0

    @property
    def idle_seconds_per_call(self) -> float:
        """Seconds a call may spend without computing."""
        return 300.0


class Talk:
    """Calls functions of one submission.

    Args:
        code: The submission, indented as it may be.
        start: Starts a worker.
        limits: What it may use.
    """

    def __init__(self, code: str, start: Start, limits: Limits) -> None:
        self.sandbox = Sandbox(textwrap.dedent(code), limits, start)
        self.changed: list[str] = []

    def __call__(self, function: str, *args: object, **kwargs: object) -> Any:
        """Call a function of the submission; what stays there comes as a `Reference`."""
        number = next(_NUMBERS)
        name = encode([number, "name", function])
        call = encode([None, "call", Reference(number, ""), args, kwargs], self._refer)
        reply = self.sandbox.request("run", [name, call])
        self.changed = reply["changed"]
        return reply["value"]

    def assume(self, function: str, given: dict[str, Any], returns: object) -> None:
        """Let the submission's own calls of a function find a result."""
        self.sandbox.assume(function, given, returns)

    def _refer(self, value: object) -> Reference | Lent:
        assert callable(value)
        return self.sandbox.lend(value, self._refer)


@contextmanager
def talk(code: str, start: Start, limits: Limits | None = None) -> Iterator[Talk]:
    """Talk to a submission until the end of a `with`."""
    conversation = Talk(code, start, Limits() if limits is None else limits)
    try:
        yield conversation
    finally:
        conversation.sandbox.close()


def fault_of(code: str, start: Start, limits: Limits | None = None, *args: object) -> StudentFault:
    """Call `f` of a submission, which fails."""
    with talk(code, start, limits) as call, pytest.raises(StudentFault) as caught:
        call("f", *args)
    return caught.value
