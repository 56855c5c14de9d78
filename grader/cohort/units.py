"""What is run of a class: one unit for each source, and what becomes of it, wherever that is decided."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol, Self

from grader import __version__
from grader.course.edition import grading_edition
from grader.course.solution import pristine_fingerprints
from grader.gradebook.records import CheckResult, PartResult
from grader.grading.assessment import assess, unusable
from grader.grading.grade import marked
from grader.model.assignment import Assignment, Course
from grader.model.report import AssignmentReport, PartScore, Report
from grader.reports.formats.json import write_line
from grader.submission.reader import Submission
from grader.suite.results import SuiteRun

__all__ = ["Decided", "Executor", "Grading", "OpenExecutor", "Unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One submission to run.

    Attributes:
        name: What its result is called.
        student: Whose it is, as the gradebook knows the student.
        submission: What was handed in.
    """

    name: str
    student: str
    submission: Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was found about one submission, as the gradebook keeps it.

    Attributes:
        name: The name of its unit.
        parts: Points of each part.
        report: The full report as JSON text.
        isolation: Level at which it was confined; empty where nothing ran.
        faults: What is wrong with the suite or the grader.
        seconds: Time by the clock that it took; 0 where nothing ran.
    """

    name: str
    parts: tuple[PartResult, ...]
    report: str
    isolation: str = ""
    faults: tuple[str, ...] = ()
    seconds: float = 0.0


class Executor(Protocol):
    """What runs units: the cores of this machine, or a cluster."""

    def run(self, units: Iterable[Unit]) -> Iterator[Decided]:
        """Run units, and give each once, when it is decided, in whatever order that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """What all submissions of a run have in common.

    Attributes:
        course: The course.
        assignment: Its assignment that is graded.
        edition: What the assignment is graded by, as `grading_edition` computes it.
        seed: What the run's seeds are drawn from.
        pristine: Fingerprints of what was handed out.
    """

    course: Course
    assignment: Assignment
    edition: str
    seed: int
    pristine: frozenset[str]

    @classmethod
    def begin(cls, course: Course, assignment: Assignment, seed: int) -> Self:
        """Read what an assignment is graded by.

        Raises:
            CourseFault: A file of the course cannot be read.
        """
        return cls(
            course=course,
            assignment=assignment,
            edition=grading_edition(course, assignment),
            seed=seed,
            pristine=pristine_fingerprints(assignment),
        )

    def decide(self, unit: Unit, run: SuiteRun, seconds: float) -> Decided:
        """Assess a submission whose suite ran.

        Args:
            unit: The submission.
            run: What the run found.
            seconds: Time by the clock that it took.
        """
        assessed = assess(self.assignment, unit.submission, run, self.seed, self.pristine)
        report = marked(self.course, assessed)
        decided = self._written(unit.name, unit.student, report, run.isolation)
        return replace(decided, faults=tuple(fault.message for fault in run.faults), seconds=seconds)

    def decide_unusable(self, name: str, student: str, file: str, problem: str) -> Decided:
        """Decide about a submission that cannot be run.

        Args:
            name: What its result is called.
            student: Whose it is.
            file: The file, as the student knows it.
            problem: Why it cannot be run.
        """
        return self._written(name, student, unusable(self.assignment, file, problem, self.seed), "")

    def _written(self, name: str, student: str, report: AssignmentReport, isolation: str) -> Decided:
        own = replace(report, submission_id=student, edition=self.edition, reveal="full")
        whole = Report(
            course=self.course.name,
            course_version=self.course.version,
            grader_version=__version__,
            isolation=isolation,
            isolation_asked=self.course.isolation.value,
            seed=self.seed,
            assignments=(own,),
        )
        scoring = {part.name: part.scoring.value for part in self.assignment.parts}
        return Decided(
            name=name,
            parts=tuple(_part_result(part, scoring[part.name]) for part in report.parts),
            report=write_line(whole),
            isolation=isolation,
        )


OpenExecutor = Callable[[Grading], AbstractContextManager[Executor]]


def _part_result(part: PartScore, scoring: str) -> PartResult:
    return PartResult(
        name=part.name,
        title=part.title,
        possible=part.possible,
        points=part.points,
        pending=part.pending,
        scoring=scoring,
        checks=tuple(CheckResult(id=check.id, outcome=check.outcome.value) for check in part.checks),
    )
