"""What the gradebook keeps, as records without a database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

__all__ = [
    "AssignmentEdition",
    "Attempt",
    "CheckResult",
    "Correction",
    "Kind",
    "Mark",
    "PartResult",
    "Recorded",
    "Result",
    "ResultKey",
    "Submitted",
]


class Recorded(StrEnum):
    """What became of a submission that was recorded."""

    NEW = "new"
    """It is a new attempt."""
    RETRIED = "retried"
    """It was known with points pending, and has its new result."""
    UNCHANGED = "unchanged"
    """It was known, with this result."""
    HELD = "held"
    """It was known with another result, which stands; the new one is kept for `regrade` to apply."""


class Kind(StrEnum):
    """What a correction does."""

    ADJUST = "adjust"
    """Adds points to a student's grade of an assignment, or takes some away."""
    EXTEND = "extend"
    """Gives a student, or a section, a later due date."""
    EXCUSE = "excuse"
    """Leaves an assignment out of a student's course grade."""
    MARK = "mark"
    """Enters the points of a part that is graded by hand."""
    EXCLUDE_FOR_ALL = "exclude: everyone gets it"
    """Counts a check as passed for everyone."""
    EXCLUDE_FOR_NOBODY = "exclude: counts for nobody"
    """Leaves a check out of everyone's grade."""
    REGRADE = "regrade"
    """Gives attempts the results of another edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """How one check ended.

    Attributes:
        id: The check's name in the suite.
        outcome: `passed`, `pending`, or any other word for a check that earns nothing.
    """

    id: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartResult:
    """The points of one part of one submission.

    Attributes:
        name: Name of the part.
        title: The part's name for people.
        possible: Points of the part.
        points: Points earned, exact.
        pending: Points withheld.
        scoring: `proportional` or `all-or-nothing`.
        checks: The part's checks.
    """

    name: str
    title: str
    possible: Fraction
    points: Fraction
    pending: Fraction = Fraction()
    scoring: str = "proportional"
    checks: tuple[CheckResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentEdition:
    """An assignment as it was graded.

    Attributes:
        assignment: Name of the assignment.
        edition: What tells this state of suite and recordings from every other.
        title: The assignment's name for people.
        possible: Points it is worth, parts graded by hand among them.
        by_hand: The parts that are graded by hand, with their points.
    """

    assignment: str
    edition: str
    title: str
    possible: Fraction
    by_hand: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultKey:
    """Everything that a result depends on; equal keys have equal results.

    Attributes:
        assignment: Name of the assignment.
        edition: The edition it was graded by.
        source_sha256: SHA-256 of what was graded, hexadecimal.
        grader_version: Version of the grader.
        seed: The number that the run's seeds were drawn from.
    """

    assignment: str
    edition: str
    source_sha256: str
    grader_version: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What grading one source found.

    Attributes:
        key: What it depends on.
        source: The source text; empty where what was handed in cannot be run.
        isolation: The level at which it was confined, such as `L4`.
        graded_at: When it was decided.
        parts: The points, part by part.
        report: The full report as JSON text.
    """

    key: ResultKey
    source: str
    isolation: str
    graded_at: datetime
    parts: tuple[PartResult, ...]
    report: str

    @property
    def points(self) -> Fraction:
        """Points earned, exact."""
        return sum((part.points for part in self.parts), Fraction())

    @property
    def pending(self) -> Fraction:
        """Points withheld because the suite or the grader failed."""
        return sum((part.pending for part in self.parts), Fraction())


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """What one student handed in.

    Attributes:
        student: The student's key.
        file: The file that was graded, as the student knows it.
        handed_in: When; None where it is not known.
        time_source: How that is known, such as `platform`.
        time_trusted: Whether it is the time of handing in. The same source handed in at two trusted times is
            two attempts; other times may be those of a download, and tell nothing apart.
        late: Whether the platform says that it was late; None where it does not say.
    """

    student: str
    file: str
    handed_in: datetime | None = None
    time_source: str = "unknown"
    time_trusted: bool = False
    late: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt of one student, with the result that stands.

    Attributes:
        id: Its number in the gradebook.
        submitted: What was handed in.
        result: The result that stands.
        recorded_at: When it was recorded.
    """

    id: int
    submitted: Submitted
    result: Result
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The points of a part that was graded by hand.

    Attributes:
        student: The student's key.
        part: Name of the part.
        points: The points.
        reason: A remark; empty for none.
    """

    student: str
    part: str
    points: Fraction
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Something that a person decided.

    Attributes:
        id: Its number in the gradebook, by which it can be taken back.
        kind: What it does.
        assignment: The assignment.
        author: Who decided it.
        reason: Why.
        made_at: When.
        student: The student's key; empty where it is not about one.
        section: The section; empty where it is not about one.
        part: The part; empty where it is not about one.
        check: The check; empty where it is not about one.
        points: The points; None where it gives none.
        until: The new due date; None where it gives none.
        revoked_at: When it was taken back; None while it stands.
        revoked_by: Who took it back.
        revoked_why: Why it was taken back.
    """

    id: int
    kind: Kind
    assignment: str
    author: str
    reason: str
    made_at: datetime
    student: str = ""
    section: str = ""
    part: str = ""
    check: str = ""
    points: Fraction | None = None
    until: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str = ""
    revoked_why: str = ""

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.revoked_at is None
