"""From the exception that ended a check to its outcome."""

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from grader.errors import CourseFault
from grader.model.check import Difference, Explanation, Fault, Outcome
from grader.sandbox.faults import (
    BrokenConversation,
    Crashed,
    NotDefined,
    NotStarted,
    NotTried,
    NoWorker,
    OutOfMemory,
    Raised,
    StudentFault,
    TimedOut,
    WallClock,
)
from grader.suite.comparison import WrongAnswer
from grader.suite.handles import HandleError
from grader.suite.mistakes import SuiteMistake
from grader.suite.submission_proxy import ChangedArgumentError, WarningGivenError

__all__ = [
    "Verdict",
    "is_crash",
    "is_defect",
    "own_traceback",
    "suite_place",
    "suite_traceback",
    "verdict_of",
    "verdict_without_solution",
]

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_LONGEST: Final = 2000  # what a submission returned may stand in it
_OUTCOMES: Final[dict[type[StudentFault], Outcome]] = {
    Raised: Outcome.RAISED,
    NotDefined: Outcome.SKIPPED,
    TimedOut: Outcome.TIMEOUT,
    NotTried: Outcome.TIMEOUT,
    OutOfMemory: Outcome.MEMORY,
    Crashed: Outcome.CRASHED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a check ended, before it is put into a report.

    Attributes:
        outcome: How it ended; None if the suite's own code failed and the solution must decide.
        message: Why.
        exception: Type of the student's exception.
        frames: The student's own frames as (line of the source, function), outermost first.
        differences: What differed.
        needs: The function that is missing or not started.
        fault: Whose fault a pending check is.
        explanation: What the student's exception means; None where that is not known.
        untried: Whether a call like one that ran out of time before was not made again.
    """

    outcome: Outcome | None
    message: str = ""
    exception: str = ""
    frames: list[tuple[int, str]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    needs: str = ""
    fault: Fault | None = None
    explanation: Explanation | None = None
    untried: bool = False


def verdict_of(error: BaseException | None) -> Verdict:
    """Judge a check by the exception it ended with; None means it passed."""
    if error is None:
        return Verdict(outcome=Outcome.PASSED)
    if isinstance(error, WrongAnswer):
        return Verdict(outcome=Outcome.WRONG, message=str(error), differences=error.differences)
    if isinstance(error, StudentFault):
        return _student(error)
    if isinstance(error, CourseFault):
        return Verdict(outcome=Outcome.PENDING, message=str(error), fault=Fault.SUITE)
    if isinstance(error, NoWorker):
        return Verdict(outcome=Outcome.PENDING, message=str(error), fault=Fault.GRADER)
    return Verdict(outcome=None, message=_words(error))


def verdict_without_solution(error: BaseException) -> Verdict:
    """Judge a check whose own code failed where no solution can tell whose fault that is.

    A failed assertion is a wrong answer, and so is an object where a value is due, or a value where a
    function is; anything else is not decided. A clock that ran out is no fault of the suite.
    """
    if isinstance(error, AssertionError | HandleError | pytest.fail.Exception) or _calls_a_value(error):
        return Verdict(outcome=Outcome.WRONG, message=_words(error))
    fault = Fault.GRADER if isinstance(error, WallClock) else Fault.SUITE
    return Verdict(outcome=Outcome.PENDING, message=_words(error), fault=fault)


def suite_traceback(error: BaseException) -> str:
    """Say where a suite's own code failed, for the instructor; without values, which may be hidden ones."""
    place = suite_place(error)
    shown = f" at {Path(place[0]).name}:{place[1]}" if place is not None else ""
    return f"{type(error).__name__}{shown}"


def suite_place(error: BaseException) -> tuple[str, int] | None:
    """Find the file and the line of the suite's own code that an exception passed last; None if none did."""
    frames = traceback.extract_tb(error.__traceback__)
    here = next((frame for frame in reversed(frames) if _is_suites(frame.filename)), None)
    return None if here is None else (here.filename, here.lineno or 0)


def is_crash(error: BaseException) -> bool:
    """Return whether a check ended by an accident in its own code: no verdict, and no assertion of it."""
    return verdict_of(error).outcome is None and not isinstance(error, AssertionError | pytest.fail.Exception)


def is_defect(error: BaseException) -> bool:
    """Return whether an exception is a defect of the grader: raised by its own code, and not on purpose."""
    asked = WrongAnswer | ChangedArgumentError | WarningGivenError
    if isinstance(error, StudentFault | CourseFault | NoWorker | WallClock | SuiteMistake | asked):
        return False
    if isinstance(error, BrokenConversation):
        return True
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and Path(frames[-1].filename).is_relative_to(_PACKAGE)


def own_traceback(error: BaseException) -> str:
    """Format where an exception came from: files, lines and functions, and its type; never values."""
    frames = traceback.extract_tb((error.__cause__ or error).__traceback__)
    lines = [f"  {_shown(Path(frame.filename))}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([*lines, type(error.__cause__ or error).__name__])


def _shown(path: Path) -> str:
    return f"grader/{path.relative_to(_PACKAGE).as_posix()}" if path.is_relative_to(_PACKAGE) else path.name


def _calls_a_value(error: BaseException) -> bool:
    """Whether the suite called what is no function, as a name that the submission gave a number."""
    return isinstance(error, TypeError) and str(error).endswith("object is not callable")


def _is_suites(file: str) -> bool:
    name = Path(file).name
    return name.startswith("test_") or name == "conftest.py"


def _student(fault: StudentFault) -> Verdict:
    if isinstance(fault, NotStarted):
        outcome = Outcome.NOT_STARTED if fault.called_directly else Outcome.SKIPPED
        return Verdict(outcome=outcome, message=fault.message, frames=fault.frames, needs=fault.function)
    return Verdict(
        outcome=_OUTCOMES[type(fault)],
        message=fault.message,
        exception=fault.exception if isinstance(fault, Raised) else "",
        frames=fault.frames,
        needs=fault.name if isinstance(fault, NotDefined) else "",
        explanation=_meaning(fault) if isinstance(fault, Raised) else None,
        untried=isinstance(fault, NotTried),
    )


def _meaning(fault: Raised) -> Explanation | None:
    from grader.diagnosis.exceptions import explain_exception  # noqa: PLC0415  # a run without an exception needs none

    return explain_exception(fault)


def _words(error: BaseException) -> str:
    """Give the words of an exception; of an assertion its author's, which pytest puts before its own."""
    text = str(error).strip().partition("\n")[0][:_LONGEST] or type(error).__name__
    if _calls_a_value(error):
        return f"a value stands where a function is called: {text}"
    spoken = isinstance(error, AssertionError | pytest.fail.Exception)
    return text if spoken else f"{type(error).__name__}: {text}"
