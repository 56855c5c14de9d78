"""A check of a suite with its outcome, calls, differences, location and explanation."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

__all__ = [
    "Argument",
    "Call",
    "Check",
    "Difference",
    "Explanation",
    "Fault",
    "Location",
    "Outcome",
    "RunFault",
]

_BRACKETS: Final = {"dict": ("{", "}"), "list": ("[", "]"), "tuple": ("(", ")")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A location in the student's own file.

    Attributes:
        file: The file as the student knows it.
        line: Line in the file, or in the notebook cell; 1 is the first.
        cell: Number of the code cell, as in `CellSpan`; None outside notebooks.
        function: Name of the function the line belongs to; empty at module level.
    """

    file: str
    line: int
    cell: int | None = None
    function: str = ""

    def __str__(self) -> str:
        where = f":{self.line}" if self.cell is None else f", cell {self.cell}, line {self.line}"
        function = f" in {self.function}" if self.function else ""
        return f"{self.file}{where}{function}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a call, or one entry of an argument that is a container.

    Attributes:
        name: Parameter's name in the stub, or the key in a dict; empty for an entry of a list or tuple and
            where no name is known. Never a name taken from the student's own signature.
        kind: `array`, `int`, `float`, `bool`, `str`, `None`, `dict`, `list`, `tuple`, `set`, `date`,
            `datetime`, `time`, `timedelta`, `path`, `handle` or `function`; `value` for anything else. Never
            the name of a class of the student's.
        shape: Shape of an array; None for everything else.
        value: A number, bool or string as Python writes it, abridged; empty for arrays, for containers that
            have entries, and wherever values are not to be shown.
        items: The entries of a container, abridged; empty for everything else.
    """

    name: str
    kind: str
    shape: tuple[int, ...] | None = None
    value: str = ""
    items: tuple["Argument", ...] = ()

    def __str__(self) -> str:
        return f"{self.name}: {self._content()}" if self.name else self._content()

    def _content(self) -> str:
        if self.kind in _BRACKETS and self.items:
            opening, closing = _BRACKETS[self.kind]
            return f"{opening}{', '.join(str(item) for item in self.items)}{closing}"
        return str(self.shape) if self.shape else self.value or self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that a check made of the submission.

    Attributes:
        function: Name of the function in the suite, such as `forward` or `Value.backward`.
        arguments: Its arguments, in order.
        text: All that the check did with objects up to this call, as Python; empty where it used no operator.
    """

    function: str
    arguments: tuple[Argument, ...] = ()
    text: str = ""

    def __str__(self) -> str:
        return self.text or f"{self.function}({', '.join(str(argument) for argument in self.arguments)})"


class Outcome(StrEnum):
    """The outcome of a check. Only `PASSED` earns points; only `PENDING` neither earns nor loses them."""

    PASSED = "passed"
    WRONG = "wrong"
    RAISED = "raised"
    NOT_STARTED = "not started"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    SKIPPED = "skipped"
    PENDING = "pending"


class Fault(StrEnum):
    """The party at fault for a pending check. The student's own faults are outcomes instead."""

    SUITE = "suite"
    GRADER = "grader"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFault:
    """What is wrong with the suite or with the grader, for the instructor.

    Attributes:
        kind: Whose fault it is.
        message: What is wrong, without values: the student may read it.
        traceback: Where it went wrong in our own code: files, lines and the type of the exception; empty
            where it did not.
    """

    kind: Fault
    message: str
    traceback: str = ""

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value that differs from the reference.

    Attributes:
        name: Name of the value in the suite, such as `W1`; never a key that the student made up.
        problem: Kind of difference: `missing`, `type`, `shape`, `finite` or `value`.
        message: The difference in one sentence that shows no value.
        expected_shape: Shape of the expected value; None if it has none.
        actual_shape: Shape of the student's value; None if it has none.
        expected: The expected value, abridged to one line; empty if `problem` suffices.
        actual: The student's value, abridged to one line.
        greatest: Greatest absolute difference; None unless `problem` is `value`.
        index: Index of the greatest difference; () for a number.
        expected_there: The expected number at `index`.
        actual_there: The student's number at `index`.
        mismatched: Number of entries that differ by more than the tolerance.
        total: Number of entries.
        rtol: Relative tolerance.
        atol: Absolute tolerance.
        location: The line of the student's file that computes the value; None if unknown.
    """

    name: str
    problem: str
    message: str
    expected_shape: tuple[int, ...] | None = None
    actual_shape: tuple[int, ...] | None = None
    expected: str = ""
    actual: str = ""
    greatest: float | None = None
    index: tuple[int, ...] | None = None
    expected_there: float | None = None
    actual_there: float | None = None
    mismatched: int | None = None
    total: int | None = None
    rtol: float | None = None
    atol: float | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The cause of a failed check, or a sign of it.

    Attributes:
        name: Name of the misconception or of its sign, such as `mse-gradient-without-n`.
        text: One to three sentences from the course alone, with nothing that the code computed.
        detail: A sentence with names, shapes or ratios of this check's numbers; not shown of a hidden check.
        certain: Whether the evidence leaves no doubt; otherwise it is reported as a guess.
        see: Section of the handout that explains the idea, such as `two-layer-mlp.md#losses`; may be empty.
        location: The line of the student's file where a small change would mend it; None if none is known.
    """

    name: str
    text: str
    certain: bool
    detail: str = ""
    see: str = ""
    location: Location | None = None

    @property
    def is_cause(self) -> bool:
        """Whether it names a known mistake for certain, rather than only a sign of one."""
        return self.certain and bool(self.see)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of a suite and its outcome.

    Attributes:
        id: Stable name, unique in the assignment, such as `visible/test_forward.py::test_values[relu]`.
        title: The check's name for people.
        part: Name of the part it counts for.
        hidden: Whether it belongs to the hidden suite.
        outcome: Its outcome.
        message: The reason in a sentence or two; empty if it passed. Of hidden checks the grader's own.
        exception: Type of the exception the student's code raised, such as `ValueError`; empty otherwise.
        calls: The calls of the submission, newest last.
        operators: Operators of the student's classes that the check used, as their methods, such as
            `Value.__rsub__`.
        differences: The values that differ, nearest the loss first.
        location: The line of the student's own file to look at.
        trace: The student's own frames, outermost first, when their code raised.
        hint: The suite author's advice; may be empty.
        output: Text that the student's code printed during the check, abridged.
        seeds: The recorded seed used for each oracle case, as (case, seed).
        needs: The function that is missing or not written, when the outcome is `NOT_STARTED` or `SKIPPED`; a
            name of the stub's, never one of the student's own.
        fault: The party at fault, when the outcome is `PENDING`; None otherwise.
        explanation: Why it failed; None if unknown.
        assumed: Functions whose right results stood in for the student's own, wrong ones.
        untried: Whether a call was not made again because one like it ran out of time before.
        seconds: Time by the clock that it took, and 0 where it ended as is known of others in a class; two
            runs that differ in it alone are the same.
    """

    id: str
    title: str
    part: str
    hidden: bool
    outcome: Outcome
    message: str = ""
    exception: str = ""
    calls: tuple[Call, ...] = ()
    operators: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    location: Location | None = None
    trace: tuple[Location, ...] = ()
    hint: str = ""
    output: str = ""
    seeds: tuple[tuple[str, int], ...] = ()
    needs: str = ""
    fault: Fault | None = None
    explanation: Explanation | None = None
    assumed: tuple[str, ...] = ()
    untried: bool = False
    seconds: float = field(default=0.0, compare=False)
