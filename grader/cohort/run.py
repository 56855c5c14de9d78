"""Grade a class: read each submission, run what is not known yet, store each result when it is decided."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from grader import __version__
from grader.cohort.executor import Finished, LocalExecutor, Unit
from grader.cohort.placing import place
from grader.cohort.records import ClassResult, ClassSummary, Intake, Match
from grader.course.edition import grading_edition
from grader.course.solution import pristine_fingerprints
from grader.errors import UnusableSubmission, UsageError
from grader.gradebook.records import AssignmentEdition, CheckResult, PartResult, Recorded, Result, ResultKey
from grader.gradebook.store import Gradebook
from grader.grading.assessment import assess, unusable
from grader.grading.grade import submission_job, suite_job
from grader.model.assignment import Assignment, Course
from grader.model.report import AssignmentReport, PartScore, Report
from grader.reports.registry import render_report
from grader.submission.reader import Submission, read_submission

__all__ = ["grade_class"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One submission that was read.

    Attributes:
        match: The submission and its student.
        student: The key under which the gradebook knows the student.
        file: The file that is graded, as the student knows it.
        submission: The source text; None where it cannot be run.
        problem: Why it cannot be run; empty where it can.
        key: What its result depends on.
    """

    match: Match
    student: str
    file: str
    submission: Submission | None
    problem: str
    key: ResultKey


def grade_class(
    course: Course,
    assignment: Assignment,
    intake: Intake,
    book: Gradebook,
    *,
    jobs: int | None = None,
    pending_only: bool = False,
    on_result: Callable[[ClassResult], None] = lambda _: None,
) -> ClassSummary:
    """Grade everything that was handed in for an assignment.

    Each result is stored in a transaction of its own when it is decided, so that whatever ends the run loses
    only what was under way. What the gradebook knows already is not run again; the same source is run once.

    Args:
        course: The course.
        assignment: The assignment.
        intake: The submissions and whose they are.
        book: Where results go.
        jobs: How many submissions run at a time; None for as many as there are cores to use.
        pending_only: Whether to run only what has points pending.
        on_result: Told each result when it is stored.

    Returns:
        What became of each submission, in the order of the intake.

    Raises:
        UsageError: A file or the gradebook cannot be written, or this machine cannot confine submissions.
        CourseFault: A file of the course cannot be read.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="grade-class-") as folder:
        run = _ClassRun(course, assignment, book, Path(folder), on_result)
        results = run.grade(intake, jobs=jobs, pending_only=pending_only)
    return ClassSummary(
        results=results,
        graded=run.graded,
        reused=len(results) - run.graded,
        faults=tuple(run.faults),
        seconds=time.monotonic() - began,
    )


class _ClassRun:
    """The state of one run over a class."""

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        book: Gradebook,
        folder: Path,
        on_result: Callable[[ClassResult], None],
    ) -> None:
        self._course = course
        self._assignment = assignment
        self._book = book
        self._folder = folder
        self._on_result = on_result
        self._seed = book.seed(assignment.name)
        self._edition = grading_edition(course, assignment)
        self._pristine = pristine_fingerprints(assignment)
        self._scoring = {part.name: part.scoring.value for part in assignment.parts}
        self.graded = 0
        self.faults: dict[str, None] = {}

    def grade(self, intake: Intake, *, jobs: int | None, pending_only: bool) -> tuple[ClassResult, ...]:
        self._book.add_edition(
            AssignmentEdition(
                assignment=self._assignment.name,
                edition=self._edition,
                title=self._assignment.title,
                possible=Fraction(sum(part.points for part in self._assignment.parts)),
                by_hand=tuple((part.name, Fraction(part.points)) for part in self._assignment.parts_by_hand),
            )
        )
        keys = self._book.add_students(
            {match.student.key: match.student for match in intake.matched}.values()
        )
        known = self._book.known_results(self._assignment.name)
        waiting = self._waiting_sources() if pending_only else set()
        read = list(self._read_all(intake, keys))
        wanted: dict[ResultKey, list[int]] = {}
        decided: dict[int, ClassResult] = {}
        for number, one in enumerate(read):
            pending = known.get(one.key)
            if pending_only and one.key.source_sha256 not in waiting:
                continue
            if pending is False or (pending and not pending_only):
                decided[number] = self._attach(one)
            elif one.submission is None:
                decided[number] = self._store_unusable(one)
            else:
                wanted.setdefault(one.key, []).append(number)
        decided |= dict(self._run(wanted, read, jobs))
        return tuple(decided[number] for number in sorted(decided))

    def _waiting_sources(self) -> set[str]:
        """Give the sources with points pending: whoever mended the suite has another edition now."""
        attempts = self._book.attempts(assignment=self._assignment.name)
        return {one.result.key.source_sha256 for one in attempts if one.result.pending}

    def _read_all(self, intake: Intake, keys: dict[str, str]) -> Iterator[_Read]:
        for number, match in enumerate(intake.matched):
            folder = self._folder / str(number)
            submission: Submission | None = None
            problem = ""
            name = match.handed_in.label
            try:
                folder.mkdir()
                path = place(match.handed_in, folder)
                submission = read_submission(
                    path, module=self._assignment.module, pristine=self._pristine, name=path.name
                )
                name = submission.name
            # Two files that could be meant, for instance, are this student's affair, and nobody else's.
            except (UnusableSubmission, UsageError) as error:
                problem = str(error)
            # What cannot be run is the same if the same is wrong with it.
            sha = submission.sha256 if submission else hashlib.sha256(problem.encode("utf-8")).hexdigest()
            yield _Read(
                match=match,
                student=keys[match.student.key],
                file=name,
                submission=submission,
                problem=problem,
                key=ResultKey(
                    assignment=self._assignment.name,
                    edition=self._edition,
                    source_sha256=sha,
                    grader_version=__version__,
                    seed=self._seed,
                ),
            )

    def _run(
        self, wanted: dict[ResultKey, list[int]], read: list[_Read], jobs: int | None
    ) -> Iterator[tuple[int, ClassResult]]:
        if not wanted:
            return
        by_name = {key.source_sha256: numbers for key, numbers in wanted.items()}
        units = [
            Unit(name=name, job=submission_job(one.submission, self._seed))
            for name, (first, *_) in by_name.items()
            if (one := read[first]).submission is not None
        ]
        suite = suite_job(self._assignment, self._course.isolation)
        with LocalExecutor(suite, jobs) as executor:
            for finished in executor.run(units):
                first, *others = by_name[finished.name]
                yield first, self._store(read[first], finished)
                for number in others:
                    yield number, self._attach(read[number])

    def _store(self, one: _Read, finished: Finished) -> ClassResult:
        """Store a run that has just been finished."""
        if one.submission is None:
            raise ValueError("only what can be run is run")
        report = replace(
            assess(self._assignment, one.submission, finished.run, self._seed, self._pristine),
            submission_id=one.student,
            edition=self._edition,
        )
        self.faults |= dict.fromkeys(fault.message for fault in finished.run.faults)
        return self._record(one, report, finished.run.isolation, one.submission.source, finished.seconds)

    def _store_unusable(self, one: _Read) -> ClassResult:
        report = replace(
            unusable(self._assignment, one.file, one.problem, self._seed),
            submission_id=one.student,
            edition=self._edition,
        )
        return self._record(one, report, "", "", 0.0)

    def _record(
        self, one: _Read, report: AssignmentReport, isolation: str, source: str, seconds: float
    ) -> ClassResult:
        self.graded += 1
        result = Result(
            key=one.key,
            source=source,
            isolation=isolation,
            graded_at=datetime.now(UTC),
            parts=tuple(self._part_result(part) for part in report.parts),
            report=render_report("json", self._whole(replace(report, reveal="full"), isolation)),
        )
        recorded = self._book.record(one.match.submitted(key=one.student, file=one.file), result)
        return self._announce(one, recorded, report.points, report.pending, seconds)

    def _attach(self, one: _Read) -> ClassResult:
        """Give a student the result that the same source has already."""
        recorded = self._book.attach(one.match.submitted(key=one.student, file=one.file), one.key)
        result = self._book.result(one.key, texts=False)
        points, pending = (result.points, result.pending) if result else (Fraction(), Fraction())
        return self._announce(one, recorded, points, pending, 0.0)

    def _announce(
        self, one: _Read, recorded: Recorded, points: Fraction, pending: Fraction, seconds: float
    ) -> ClassResult:
        told = ClassResult(
            student=one.student,
            name=one.match.student.name,
            points=points,
            pending=pending,
            recorded=recorded,
            seconds=seconds,
            problem=one.problem,
        )
        self._on_result(told)
        return told

    def _whole(self, report: AssignmentReport, isolation: str) -> Report:
        return Report(
            course=self._course.name,
            course_version=self._course.version,
            grader_version=__version__,
            isolation=isolation,
            isolation_asked=self._course.isolation.value,
            seed=self._seed,
            assignments=(report,),
        )

    def _part_result(self, part: PartScore) -> PartResult:
        return PartResult(
            name=part.name,
            title=part.title,
            possible=part.possible,
            points=part.points,
            pending=part.pending,
            scoring=self._scoring[part.name],
            checks=tuple(CheckResult(id=check.id, outcome=check.outcome.value) for check in part.checks),
        )
