"""The report of one run: the grade of every submission, by parts and checks."""

from dataclasses import dataclass
from fractions import Fraction

from grader import __version__
from grader.model.check import Check, RunFault

__all__ = ["AssignmentReport", "MissingFunction", "PartScore", "Report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFunction:
    """A function or class that the suite needed and the submission does not define.

    Attributes:
        name: Its name in the suite.
        nearest: The function or class of the submission with the nearest name, such as `foward` for
            `forward`; empty if none is near.
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
        left_out: Number of the part's checks that did not run because only some were selected.
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
        sha256: SHA-256 of the graded source text, hexadecimal; empty if there was none.
        parts: The parts, in the order of the manifest.
        untouched: The submission is the stub as it was handed out.
        hidden_ran: Whether hidden checks ran; without them the score is provisional.
        reveal: The part of hidden checks that is shown: `name`, `hint` or `full`.
        unusable: Why the submission could not be run at all; empty if it could.
        fault: Fault of the suite or the grader, for the instructor; empty if there is none. It names checks
            and types of exceptions, never values, because the student may read it.
        notices: Notices to the student, such as dropped notebook magics.
        missing: Functions and classes that the suite needed and the submission does not define.
        seed: The number from which the run's seeds were drawn; `--seed` replays it.
        submission_id: The caller's name for whose submission it is; empty if there is none.
        edition: Fingerprint of the course's edition, hexadecimal; empty if not requested.
        grader_version: Version of this package.
        faults: The faults of the suite or the grader, one by one, with tracebacks of the grader's code.
        defects: Tracebacks of exceptions in the grader's code that only this submission caused.
        runner_errors: Standard error of the process that ran the suite.
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
    missing: tuple[MissingFunction, ...] = ()
    seed: int = 0
    submission_id: str = ""
    edition: str = ""
    grader_version: str = __version__
    faults: tuple[RunFault, ...] = ()
    defects: tuple[str, ...] = ()
    runner_errors: str = ""

    @property
    def left_out(self) -> int:
        """Number of checks that did not run because only some were selected; 0 for a whole grade."""
        return sum(part.left_out for part in self.parts)

    @property
    def possible(self) -> Fraction:
        """Points the assignment is worth."""
        return sum((part.possible for part in self.parts), Fraction())

    @property
    def ran(self) -> bool:
        """Whether any check of it ran."""
        return any(part.checks for part in self.parts)

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
    """The result of one run of `grade`.

    Attributes:
        course: Name of the course.
        course_version: Version of the course.
        grader_version: Version of this package.
        isolation: Level at which the student's code was confined, such as `L1`; empty if none of it ran.
        isolation_asked: Lowest level that the course accepts for code that is not one's own.
        seed: The number from which all seeds of the run were drawn.
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
