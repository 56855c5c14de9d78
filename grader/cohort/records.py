"""What was handed in, by whom and when: the records of an intake."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from pathlib import Path, PurePosixPath

from grader.gradebook.records import Recorded, ResultKey, Submitted
from grader.gradebook.students import Identifier, Student

__all__ = [
    "ClassResult",
    "ClassSummary",
    "HandedIn",
    "Ignored",
    "Intake",
    "Match",
    "Source",
    "TimeSource",
    "Unknown",
]


class TimeSource(StrEnum):
    """How it is known when something was handed in."""

    PLATFORM = "platform"
    """The platform's own record of it."""
    TABLE = "table"
    """A CSV file that the instructor named."""
    NAME = "name"
    """The file's name, by a pattern of the instructor's own."""
    GIT = "git"
    """The newest commit; its author can set any time."""
    ZIP = "zip"
    """The time in the zip, which with some platforms is that of the download."""
    FILE = "file"
    """The time of the file on this disk, which unpacking may have set."""
    UNKNOWN = "unknown"
    """Nothing tells."""

    @property
    def trusted(self) -> bool:
        """Whether it is the time of handing in, and not of something that may have happened later."""
        return self in {TimeSource.PLATFORM, TimeSource.TABLE, TimeSource.NAME, TimeSource.GIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that was handed in.

    Attributes:
        path: The file on disk; the zip that it is in where `member` is given.
        inside: The file's place in what the student handed in, under the student's own name for it.
        member: Its index among the zip's entries; None for a file on disk.
        size: Its size in bytes, as the disk or the zip says.
        modified: When the disk or the zip says that it was changed.
    """

    path: Path
    inside: PurePosixPath
    member: int | None = None
    size: int = 0
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """One submission of one student, as it came.

    Attributes:
        label: What it is called in the download, for messages.
        layout: Where it comes from: `canvas`, `moodle`, `gradescope`, `github`, `pattern` or `plain`.
        names: Spellings of the student's name that the download gives.
        ids: Identifiers that the download gives.
        sources: The files.
        folder: The folder on disk that holds nothing but this submission; None where there is none.
        handed_in: When; None where it is not known.
        time_source: How that is known.
        late: Whether the platform says that it was late; None where it does not say.
        attempt: Which attempt it was by the platform's count, from 1; None where it does not say.
    """

    label: str
    layout: str
    names: tuple[str, ...] = ()
    ids: tuple[Identifier, ...] = ()
    sources: tuple[Source, ...]
    folder: Path | None = None
    handed_in: datetime | None = None
    time_source: TimeSource = TimeSource.UNKNOWN
    late: bool | None = None
    attempt: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A submission and the student it belongs to.

    Attributes:
        student: The student.
        handed_in: The submission.
        by: What told whose it is, such as `email` or `name`; `download` where there is no roster.
    """

    student: Student
    handed_in: HandedIn
    by: str

    def submitted(self, *, key: str, file: str, trust_files: bool = False) -> Submitted:
        """Return what the gradebook keeps of it.

        Args:
            key: The key under which the gradebook knows the student.
            file: The file that was graded, as the student knows it.
            trust_files: Whether to take the times of files and zips for those of handing in.
        """
        one = self.handed_in
        return Submitted(
            student=key,
            file=file,
            handed_in=one.handed_in,
            time_source=one.time_source.value,
            time_trusted=one.handed_in is not None and (one.time_source.trusted or trust_files),
            late=one.late,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A submission that belongs to nobody on the roster.

    Attributes:
        handed_in: The submission.
        reason: Why it could not be given to a student, as a sentence.
    """

    handed_in: HandedIn
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A file that is no submission.

    Attributes:
        place: The file, with the zip it is in.
        reason: Why it was passed over, as a sentence.
    """

    place: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassResult:
    """What became of one submission in a class run.

    Attributes:
        student: The student's key in the gradebook.
        name: The student's name for people.
        label: What the submission is called in the download.
        key: The key under which the gradebook has the result.
        points: Points earned, exact; None where none are known.
        pending: Points withheld.
        recorded: What the gradebook made of it.
        seconds: Time by the clock that it took; 0 where nothing was run.
        problem: Why it could not be run; empty where it could.
    """

    student: str
    name: str
    label: str
    key: ResultKey
    points: Fraction | None
    pending: Fraction
    recorded: Recorded
    seconds: float
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSummary:
    """What became of a class run.

    Attributes:
        results: Every submission, in the order of the intake.
        graded: How many were graded now.
        reused: How many had their result already.
        faults: What is wrong with the suite or the grader, each once.
        seconds: Time by the clock that it took.
    """

    results: tuple[ClassResult, ...]
    graded: int
    reused: int
    faults: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Everything that was found in what an instructor named. Nothing is left out.

    Attributes:
        matched: Each submission with its student; those of a student follow each other, oldest first.
        unknown: Submissions that belong to nobody on the roster.
        missing: Students who handed in nothing.
        ignored: Files that are no submission.
        with_roster: Whether there was a roster; without one nobody is unknown or missing.
    """

    matched: tuple[Match, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    missing: tuple[Student, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    with_roster: bool = False

    @property
    def repeated(self) -> dict[str, tuple[Match, ...]]:
        """The submissions of each student who handed in more than one, by the student's key."""
        by_key: dict[str, list[Match]] = {}
        for match in self.matched:
            by_key.setdefault(match.student.key, []).append(match)
        return {key: tuple(matches) for key, matches in by_key.items() if len(matches) > 1}
