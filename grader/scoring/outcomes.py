"""What a run of a suite found out: the records every report is made of."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from grader.scoring.calls import Argument, Call
from grader.submission.location import Location

__all__ = [
    "Argument",
    "AssignmentReport",
    "Call",
    "Check",
    "Difference",
    "Explanation",
    "Fault",
    "Missing",
    "Outcome",
    "PartScore",
    "Report",
]


class Outcome(StrEnum):
    """How a check ended. Only `PASSED` earns points; only `PENDING` neither earns nor loses them."""

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
    """Whose fault it is that a check is pending. The student's own faults are outcomes, not this."""

    SUITE = "suite"
    GRADER = "grader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value that is not what it should be.

    Attributes:
        name: Name of the value in the suite's words, such as `W1`; never a key that the student made up.
        problem: Kind of difference: `missing`, `type`, `shape`, `finite` or `value`.
        message: The difference in one sentence that shows no value.
        expected_shape: Shape of the right value; None where it has none.
        actual_shape: Shape of the student's value; None where it has none.
        expected: The right value, abridged to one line; empty where `problem` tells all.
        actual: The student's value, abridged to one line.
        greatest: Greatest absolute difference; None unless `problem` is `value`.
        index: Where the greatest difference is; () for a number.
        expected_there: The right number at `index`.
        actual_there: The student's number at `index`.
        mismatched: How many entries differ by more than the tolerance.
        total: How many entries there are.
        rtol: Relative tolerance.
        atol: Absolute tolerance.
        location: Where the student's file computes the value, where that is known.
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
    """Why a check failed, where that is known.

    Attributes:
        name: Name of the misconception or of the sign it was known by, such as `mse-gradient-without-n`.
        text: One to three sentences in the words of the course alone: nothing of what the code computed.
        detail: A sentence with names, shapes or ratios of this check's numbers; not shown of a hidden check.
        certain: Whether the evidence leaves no doubt; if not, it is told as a guess.
        see: The place in the handout that explains the idea, such as `two-layer-mlp.md#losses`; may be empty.
    """

    name: str
    text: str
    certain: bool
    detail: str = ""
    see: str = ""

    @property
    def is_cause(self) -> bool:
        """Whether it names a known mistake for certain, and does not only point at a sign of one."""
        return self.certain and bool(self.see)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of a suite and how it ended.

    Attributes:
        id: Stable name, unique in the assignment, such as `visible/test_forward.py::test_values[relu]`.
        title: What the check tests, for people.
        part: Name of the part it counts for.
        hidden: Whether it belongs to the hidden suite.
        outcome: How it ended.
        message: Why, in a sentence or two; empty when it passed. Hidden checks show ours instead.
        exception: Type of the exception the student's code raised, such as `ValueError`; empty otherwise.
        calls: The calls of the submission, newest last.
        differences: What differed, nearest the loss first.
        location: Where to look in the student's own file.
        trace: The student's own frames, outermost first, when their code raised.
        hint: The suite author's advice; empty where there is none.
        output: What the student's code printed during the check, abridged.
        seeds: The recorded seed used for each oracle case, as (case, seed).
        needs: The function that is missing or not written, when the outcome is `NOT_STARTED` or `SKIPPED`; a
            name of the stub's, never one of the student's own.
        fault: Whose fault it is, when the outcome is `PENDING`; None otherwise.
        explanation: Why it failed; None where that is not known.
    """

    id: str
    title: str
    part: str
    hidden: bool
    outcome: Outcome
    message: str = ""
    exception: str = ""
    calls: tuple[Call, ...] = ()
    differences: tuple[Difference, ...] = ()
    location: Location | None = None
    trace: tuple[Location, ...] = ()
    hint: str = ""
    output: str = ""
    seeds: tuple[tuple[str, int], ...] = ()
    needs: str = ""
    fault: Fault | None = None
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A function or class that the suite needed and the submission does not define.

    Attributes:
        name: Its name, in the suite's words.
        nearest: The function or class of the submission with the nearest name, such as `foward` for
            `forward`; empty where none is near.
    """

    name: str
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """The points of one part.

    Attributes:
        name: Name of the part.
        title: The part's name for people.
        possible: Points of the part.
        points: Points earned, exact.
        pending: Points that are withheld, neither earned nor lost, because the suite or the grader failed or
            checks were left out.
        checks: The checks of the part that ran, in the order of the suite.
        left_out: How many checks of the part did not run because only some were asked for.
    """

    name: str
    title: str
    possible: Fraction
    points: Fraction
    pending: Fraction
    checks: tuple[Check, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentReport:
    """The grade of one submission for one assignment.

    Attributes:
        name: Name of the assignment.
        title: The assignment's name for people.
        submission: The file that was graded, as the student knows it.
        sha256: SHA-256 of the graded source text, hexadecimal; empty where there was none.
        parts: The parts, in the order of the manifest.
        untouched: The submission is the stub as it was handed out.
        hidden_ran: Whether hidden checks ran; without them the score is provisional.
        reveal: What hidden checks show: `name`, `hint` or `full`.
        unusable: Why the submission could not be run at all; empty where it could.
        fault: What is wrong with the suite or the grader, for the instructor; empty where nothing is.
            It names checks and types of exceptions, never values, because the student may read it.
        notices: Things the student should know, such as dropped notebook magics.
        missing: Functions and classes that the suite needed and the submission does not define.
        seed: The number the run's seeds were drawn from; `--seed` replays it.
    """

    name: str
    title: str
    submission: str
    sha256: str
    parts: tuple[PartScore, ...]
    untouched: bool
    hidden_ran: bool
    reveal: str
    unusable: str = ""
    fault: str = ""
    notices: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    seed: int = 0

    @property
    def left_out(self) -> int:
        """How many checks did not run because only some were asked for; without any, it is a whole grade."""
        return sum(part.left_out for part in self.parts)

    @property
    def possible(self) -> Fraction:
        """Points the assignment is worth."""
        return sum((part.possible for part in self.parts), Fraction())

    @property
    def points(self) -> Fraction:
        """Points earned, exact."""
        return sum((part.points for part in self.parts), Fraction())

    @property
    def pending(self) -> Fraction:
        """Points withheld because the suite or the grader failed."""
        return sum((part.pending for part in self.parts), Fraction())


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one run of `grade` found out.

    Attributes:
        course: Name of the course.
        course_version: Version of the course.
        grader_version: Version of this package.
        isolation: Level the student's code was confined at, such as `L1`; empty if none of it ran.
        isolation_asked: Lowest level the course accepts for code that is not one's own.
        seed: The number all seeds of the run were drawn from.
        assignments: The graded assignments, in the order of the manifest.
    """

    course: str
    course_version: str
    grader_version: str
    isolation: str
    isolation_asked: str
    seed: int
    assignments: tuple[AssignmentReport, ...]

    @property
    def possible(self) -> Fraction:
        """Points of all graded assignments."""
        return sum((one.possible for one in self.assignments), Fraction())

    @property
    def points(self) -> Fraction:
        """Points earned, exact."""
        return sum((one.points for one in self.assignments), Fraction())

    @property
    def pending(self) -> Fraction:
        """Points withheld because the suite or the grader failed."""
        return sum((one.pending for one in self.assignments), Fraction())
