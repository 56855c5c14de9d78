"""The ways in which a call of student code can fail, as exceptions in the suite's process.

Each carries data only: the student's exception object never leaves the worker.
"""

from dataclasses import dataclass, field

__all__ = [
    "BrokenConversation",
    "Crashed",
    "NoWorker",
    "NotDefined",
    "NotStarted",
    "NotTried",
    "Operand",
    "OutOfMemory",
    "Raised",
    "StudentFault",
    "TimedOut",
    "WallClock",
]


@dataclass
class StudentFault(Exception):
    """The student's code ended a call, by what it did or lacks.

    Attributes:
        message: What happened, in a sentence.
        frames: The student's own frames as (line of the source, function), outermost first.
    """

    message: str
    frames: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """The value of a name in a failing expression.

    Attributes:
        name: The name as the student wrote it, such as `dz2` or `params["W1"]`.
        kind: Name of its type, such as `array of dtype float64` or `NoneType`.
        shape: The shape of an array, the length of a list or tuple; None for everything else.
        keys: Some keys of a dict.
    """

    name: str
    kind: str
    shape: tuple[int, ...] | None = None
    keys: tuple[str, ...] = ()


@dataclass
class Raised(StudentFault):
    """The student's code raised an exception.

    Attributes:
        exception: Name of its type.
        expression: The expression of the innermost frame that raised, as the student wrote it; empty if
            unknown.
        operands: The values of the names in it.
        source: Text of the submission.
        bases: Names of the built-in exceptions that it is one of, such as `KeyError` and `LookupError`.
    """

    exception: str = ""
    expression: str = ""
    operands: tuple[Operand, ...] = ()
    source: str = field(default="", repr=False)
    bases: tuple[str, ...] = ()


@dataclass
class NotStarted(StudentFault):
    """`function` still raises the stub's NotImplementedError; the suite or other student code called it."""

    function: str = ""
    called_directly: bool = True


@dataclass
class NotDefined(StudentFault):
    """The submission defines no `name`."""

    name: str = ""


class TimedOut(StudentFault):
    """The call, or the submission as a whole, used up its CPU time."""


class NotTried(TimedOut):
    """The call was not made, because one like it ran out of time before."""


class OutOfMemory(StudentFault):
    """The student's code asked for more memory than it may use."""


class Crashed(StudentFault):
    """The worker ended, or sent something that is not a reply."""


class WallClock(Exception):
    """The clock ran out while the student's code had CPU time left; the machine may have been busy."""


class BrokenConversation(Exception):
    """Our own code failed on what the worker sent: a defect, unless only this submission brings it about."""


class NoWorker(Exception):
    """No worker could be started: a fault of the machine or the grader, whatever the student wrote."""
