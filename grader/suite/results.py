"""Gather the messages of a run into its result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from grader.errors import UsageError
from grader.model.check import Check, Explanation, Fault, Location, RunFault
from grader.model.conversion import Conversion
from grader.model.serialisation import from_json

__all__ = ["LoadFailure", "ResultReader", "SuiteRun"]

_SHORT: Final = 1 << 11  # bytes
_MOST_KEPT: Final = 1 << 10  # messages, which take ten megabytes if all are as long as may be


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFailure:
    """Why a cell of the submission, or its file, ended before its end.

    Attributes:
        line: The line of its text at top level; 0 if it is not known.
        exception: Name of the exception's type; empty if there was none.
        message: What happened, as the submission tells it.
    """

    line: int
    exception: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRun:
    """What one run of a suite found.

    Attributes:
        checks: Every check that was asked for, in the order of the suite.
        faults: What is wrong with the suite or with the run; empty if nothing is.
        defects: Tracebacks of exceptions in our own code that only the submission brought about.
        isolation: Level the student's code was confined at, such as `L1`; empty if the run ended early.
        left_out: How many checks of each part were not asked for; parts without any are not named.
        errors: What the process wrote to standard error.
        load_failures: Why cells of the submission, or the file, ended before their end.
        load_fault: Why nothing of it could be loaded; None if something could.
        cpu_seconds: CPU time of all its calls together.
        conversions: Answers that were right, though not of the type that was asked for.
    """

    checks: tuple[Check, ...]
    faults: tuple[RunFault, ...]
    isolation: str
    left_out: Mapping[str, int] = field(default_factory=dict)
    defects: tuple[str, ...] = ()
    errors: str = ""
    load_failures: tuple[LoadFailure, ...] = ()
    load_fault: LoadFailure | None = None
    cpu_seconds: float = 0.0
    conversions: tuple[Conversion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    checks: tuple[Check, ...]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    faults: tuple[RunFault, ...]
    defects: tuple[str, ...]
    isolation: str
    left_out: dict[str, int]
    load_failures: tuple[LoadFailure, ...] = ()
    load_fault: LoadFailure | None = None
    cpu_seconds: float = 0.0
    conversions: tuple[Conversion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """One message of a runner process: exactly one of these is given."""

    refused: dict[str, str] | None = None
    plan: _Plan | None = None
    check: Check | None = None
    explanations: dict[str, Explanation] = field(default_factory=dict)
    branches: dict[str, Location] = field(default_factory=dict)
    tried: int | None = None
    trial: dict[str, Any] | None = None
    end: _End | None = None


def _is_known_end(frame: bytes) -> bool:
    """Tell whether a message is of a check that ended as is known: it says that the check took no time."""
    return len(frame) <= _SHORT and frame.startswith(b'{"check"') and frame.endswith(b'"seconds":0.0}}')


@lru_cache(maxsize=_MOST_KEPT)
def _known_end(frame: bytes) -> _Message:
    """Read a message that most submissions of a class bring, to the byte."""
    return from_json(frame, _Message)


class ResultReader:
    """Gathers what a runner process sends.

    Args:
        on_check: Told each check as it is decided, and how many there are.
        on_trial: Told how each program of a request with trials fared, in plain data.
        on_tried: Told now and then how many small changes of the submission have been tried.
    """

    def __init__(
        self,
        on_check: Callable[[Check, int], None],
        on_trial: Callable[[Mapping[str, Any]], None],
        on_tried: Callable[[int], None] = lambda _tried: None,
    ) -> None:
        self._on_check = on_check
        self._on_trial = on_trial
        self._on_tried = on_tried
        self._checks: dict[str, Check] = {}
        self._end: _End | None = None

    @property
    def ended(self) -> bool:
        """Whether the last message has come."""
        return self._end is not None

    def take(self, frame: bytes) -> None:
        """Take one message.

        Raises:
            UsageError: This machine cannot confine the code as far as the request asks.
        """
        message = _known_end(frame) if _is_known_end(frame) else from_json(frame, _Message)
        if message.refused is not None:
            raise UsageError(**message.refused)
        if message.plan is not None:
            self._checks = {check.id: check for check in message.plan.checks}
        if message.check is not None:
            self._checks[message.check.id] = message.check
            self._on_check(message.check, len(self._checks))
        for name, explanation in message.explanations.items():
            self._checks[name] = replace(self._checks[name], explanation=explanation)
        for name, location in message.branches.items():
            self._checks[name] = replace(self._checks[name], location=location)
        if message.tried is not None:
            self._on_tried(message.tried)
        if message.trial is not None:
            self._on_trial(message.trial)
        self._end = message.end

    def result(self, last_words: Callable[[], str], errors: Callable[[], str]) -> SuiteRun:
        """Return what has come.

        Args:
            last_words: Describes how the process ended, where its last message did not come.
            errors: What the process wrote to standard error.
        """
        checks = tuple(self._checks.values())
        if self._end is None:
            fault = RunFault(kind=Fault.GRADER, message=last_words())
            return SuiteRun(checks=checks, faults=(fault,), isolation="", errors=errors())
        end = self._end
        return SuiteRun(
            checks=checks,
            faults=end.faults,
            defects=end.defects,
            isolation=end.isolation,
            left_out=end.left_out,
            errors=errors(),
            load_failures=end.load_failures,
            load_fault=end.load_fault,
            cpu_seconds=end.cpu_seconds,
            conversions=end.conversions,
        )
