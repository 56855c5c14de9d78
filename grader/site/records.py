"""What the pages show, as records without a database and without markup."""

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from grader.gradebook.grades import AssignmentGrade
from grader.gradebook.students import Student
from grader.model.check import Check, Outcome
from grader.model.report import AssignmentReport

__all__ = ["AttemptEntry", "CheckEnd", "Example", "PartPoints", "Work"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEnd:
    """How one check ended with the attempt that counts.

    Attributes:
        id: The check's name in the suite.
        title: The check's name for people.
        part: Name of the part it counts for.
        hidden: Whether it belongs to the hidden suite.
        outcome: Its outcome.
        cause: Name of the known mistake that it failed by; empty where none is known for certain.
    """

    id: str
    title: str
    part: str
    hidden: bool
    outcome: Outcome
    cause: str = ""

    @property
    def failed(self) -> bool:
        """Whether code of the student's ran, or should have run, and earned nothing."""
        return self.outcome not in {Outcome.PASSED, Outcome.PENDING}

    @property
    def was_tried(self) -> bool:
        """Whether it says anything of what the student wrote."""
        return self.outcome not in {Outcome.PENDING, Outcome.NOT_STARTED, Outcome.SKIPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPoints:
    """The points of one part.

    Attributes:
        name: Name of the part.
        title: The part's name for people.
        points: Points earned, exact.
        possible: Points of the part.
    """

    name: str
    title: str
    points: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptEntry:
    """One attempt of a student.

    Attributes:
        number: Which of the student's attempts it is, from 1.
        file: The file, as the student knows it.
        handed_in: When; None where it is not known.
        points: Points that the checks gave, exact.
        pending: Points withheld.
        counts: Whether it is the one that counts.
        better: Titles of the checks that pass and did not before.
        worse: Titles of those that passed before.
        fault: What failed of the suite or the grader, in its first line; empty where nothing did.
        is_time_trusted: Whether the time is that of handing in, and not only of a file.
    """

    number: int
    file: str
    handed_in: datetime | None
    points: Fraction
    pending: Fraction
    counts: bool
    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    fault: str = ""
    is_time_trusted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A visible check with which a known mistake was met, to draw the mistake by.

    Attributes:
        check: The check, with what it found.
        edition: The edition of the suite that it ran in.
    """

    check: Check
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What one student did for one assignment.

    Attributes:
        student: The student.
        page: File name of the student's page.
        grade: The grade, with its steps.
        attempts: The attempts, oldest first.
        parts: The points of the attempt that counts.
        checks: How each check ended with it.
        causes: Known mistakes in it, by how many checks failed by each.
        mended: Known mistakes that only earlier attempts have.
        unusable: Why it could not be run; empty where it could.
        untouched: Whether it is the stub as it was handed out.
        edition: The edition of the suite that judged it.
        isolation: The level at which it was confined.
        label: The name that tells the student from all others; empty where the name alone does.
        report: The report of the attempt that counts; None once the student's own page is written.
    """

    student: Student
    page: str
    grade: AssignmentGrade
    attempts: tuple[AttemptEntry, ...] = ()
    parts: tuple[PartPoints, ...] = ()
    checks: tuple[CheckEnd, ...] = ()
    causes: dict[str, int] = field(default_factory=dict)
    mended: tuple[str, ...] = ()
    unusable: str = ""
    untouched: bool = False
    edition: str = ""
    isolation: str = ""
    label: str = ""
    report: AssignmentReport | None = None

    @property
    def name(self) -> str:
        """The student's name as lists show it."""
        return self.label or self.student.name

    @property
    def counting(self) -> AttemptEntry | None:
        """The attempt that counts; None where none does."""
        return next((one for one in self.attempts if one.counts), None)

    @property
    def is_judged(self) -> bool:
        """Whether something was handed in, and the suite and the grader held for what counts of it."""
        return bool(self.attempts) and not (self.counting and self._was_failed_by_us(self.counting))

    @property
    def faulty(self) -> tuple[AttemptEntry, ...]:
        """The attempts with which the suite or the grader failed, and that may still make a difference."""
        return tuple(one for one in self.attempts if self._was_failed_by_us(one))

    def _was_failed_by_us(self, attempt: AttemptEntry) -> bool:
        if attempt.counts:
            # Pending points that an instructor has settled since are pending no more.
            return bool(self.grade.pending) if attempt.pending else bool(attempt.fault)
        reached = self.counting.points if self.counting else Fraction()
        return (
            self.grade.points is not None
            and attempt.pending > 0
            and attempt.points + attempt.pending > reached
        )

    @property
    def points(self) -> Fraction:
        """Points that the checks gave, before lateness and corrections."""
        return sum((part.points for part in self.parts), Fraction())

    @property
    def share(self) -> Fraction:
        """The share of the points that checks give; 0 without any."""
        possible = sum((part.possible for part in self.parts), Fraction())
        return self.points / possible if possible else Fraction()

    @property
    def last_time(self) -> datetime | None:
        """When the newest attempt was handed in."""
        return max((one.handed_in for one in self.attempts if one.handed_in), default=None)

    def pass_rate(self, *, hidden: bool) -> Fraction | None:
        """Return the share of the visible or the hidden checks that passed; None if there are none."""
        ended = [one.outcome is Outcome.PASSED for one in self.checks if one.hidden is hidden]
        return Fraction(sum(ended), len(ended)) if ended else None
