"""Grade a class: read each submission, run what is not known yet, store each result when it is decided."""

import gc
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Final

from grader import __version__
from grader.cohort.executor import LocalExecutor
from grader.cohort.placing import place
from grader.cohort.records import ClassResult, ClassSummary, Intake, Match
from grader.cohort.units import Decided, Executor, Grading, OpenExecutor, Unit
from grader.errors import UnusableSubmission, UsageError
from grader.gradebook.records import AssignmentEdition, Recorded, Result, ResultKey
from grader.gradebook.store import Gradebook
from grader.grading.grade import importable_by
from grader.model.assignment import Assignment, Course
from grader.submission.reader import Submission, read_submission

__all__ = ["grade_class"]

_OBJECTS_TO_COLLECT: Final = 100_000
"""How many more objects there are before Python looks for rings among them."""


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
    executor: OpenExecutor = LocalExecutor,
    pending_only: bool = False,
    on_result: Callable[[ClassResult], None] = lambda _: None,
    check_interruption: Callable[[], None] = lambda: None,
) -> ClassSummary:
    """Grade everything that was handed in for an assignment.

    Each result is stored in a transaction of its own when it is decided, so that whatever ends the run loses
    only what was under way. What the gradebook knows already is not run again; the same source is run once.

    Args:
        course: The course.
        assignment: The assignment.
        intake: The submissions and whose they are.
        book: Where results go.
        executor: Makes what runs the submissions.
        pending_only: Whether to run only what has points pending.
        on_result: Told each result when it is stored.
        check_interruption: Called where nothing is half done; what it raises ends the run.

    Returns:
        What became of each submission, in the order of the intake.

    Raises:
        UsageError: A file or the gradebook cannot be written, or this machine cannot confine submissions.
        CourseFault: A file of the course cannot be read.
    """
    began = time.monotonic()
    grading = Grading.begin(course, assignment, book.seed(assignment.name))
    run = _ClassRun(grading, book, on_result, check_interruption)
    with _few_collections():
        results = run.grade(intake, executor, pending_only=pending_only)
    return ClassSummary(
        results=results,
        graded=run.graded,
        reused=len(results) - run.graded,
        faults=tuple(run.faults),
        seconds=time.monotonic() - began,
    )


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for rings of objects seldom: syntax trees and reports are thousands of objects without any."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_OBJECTS_TO_COLLECT, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


class _ClassRun:
    """The state of one run over a class."""

    def __init__(
        self,
        grading: Grading,
        book: Gradebook,
        on_result: Callable[[ClassResult], None],
        check_interruption: Callable[[], None],
    ) -> None:
        self._grading = grading
        self._assignment = grading.assignment
        self._importable = importable_by(grading.assignment)
        self._book = book
        self._on_result = on_result
        self._check_interruption = check_interruption
        self.graded = 0
        self.faults: dict[str, None] = {}

    def grade(self, intake: Intake, executor: OpenExecutor, *, pending_only: bool) -> tuple[ClassResult, ...]:
        self._book.add_edition(self._edition())
        keys = self._book.add_students(
            {match.student.key: match.student for match in intake.matched}.values()
        )
        known = self._book.known_results(self._assignment.name)
        waiting = self._waiting_sources() if pending_only else set()
        read: list[_Read] = []
        settled: dict[int, Callable[[_Read], ClassResult]] = {}
        wanted: dict[ResultKey, list[int]] = {}
        running: Executor | Exception | None = None
        with ExitStack() as stack:
            for number, match in enumerate(intake.matched):
                one = self._read(match, keys[match.student.key])
                read.append(one)
                pending = known.get(one.key)
                if pending_only and one.key.source_sha256 not in waiting:
                    continue
                if pending is False or (pending and not pending_only):
                    settled[number] = self._attach
                elif one.submission is None:
                    settled[number] = self._store_unusable
                else:
                    wanted.setdefault(one.key, []).append(number)
                    if running is None:  # the suite is collected while the rest is read
                        running = self._open(executor, stack)
            decided = {number: settle(read[number]) for number, settle in settled.items()}
            if isinstance(running, Exception):
                raise running
            if running is not None:
                decided |= dict(self._run(running, wanted, read))
        return tuple(decided[number] for number in sorted(decided))

    def _open(self, executor: OpenExecutor, stack: ExitStack) -> Executor | Exception:
        """Open an executor, or return why not: that is raised once all that needs none is stored."""
        try:
            return stack.enter_context(executor(self._grading))
        except Exception as error:  # noqa: BLE001  # see above
            return error

    def _edition(self) -> AssignmentEdition:
        return AssignmentEdition(
            assignment=self._assignment.name,
            edition=self._grading.edition,
            title=self._assignment.title,
            possible=Fraction(sum(part.points for part in self._assignment.parts)),
            by_hand=tuple((part.name, Fraction(part.points)) for part in self._assignment.parts_by_hand),
        )

    def _waiting_sources(self) -> set[str]:
        """Give the sources with points pending: whoever mended the suite has another edition now."""
        attempts = self._book.attempts(assignment=self._assignment.name)
        return {one.result.key.source_sha256 for one in attempts if one.result.pending}

    def _read(self, match: Match, student: str) -> _Read:
        """Read a submission, and leave nothing of it on the disk: a class may be large."""
        self._check_interruption()
        submission: Submission | None = None
        problem = ""
        name = match.handed_in.label
        with tempfile.TemporaryDirectory(prefix="grade-class-") as folder:
            try:
                path = place(match.handed_in, Path(folder))
                read = read_submission(
                    path,
                    module=self._assignment.module,
                    pristine=self._grading.pristine,
                    name=path.name,
                    importable=self._importable,
                )
                submission = replace(read, content=b"")  # what is graded is its source
                name = read.name
            # Two files that could be meant, for instance, are this student's affair, and nobody else's.
            except (UnusableSubmission, UsageError) as error:
                problem = str(error)
        # What cannot be run is the same if the same is wrong with it.
        sha = submission.sha256 if submission else hashlib.sha256(problem.encode("utf-8")).hexdigest()
        return _Read(
            match=match,
            student=student,
            file=name,
            submission=submission,
            problem=problem,
            key=ResultKey(
                assignment=self._assignment.name,
                edition=self._grading.edition,
                source_sha256=sha,
                grader_version=__version__,
                seed=self._grading.seed,
            ),
        )

    def _run(
        self, running: Executor, wanted: dict[ResultKey, list[int]], read: list[_Read]
    ) -> Iterator[tuple[int, ClassResult]]:
        by_name = {key.source_sha256: numbers for key, numbers in wanted.items()}
        units = (
            Unit(name=name, student=one.student, submission=one.submission)
            for name, (first, *_) in by_name.items()
            if (one := read[first]).submission is not None
        )
        for decided in running.run(units):
            first, *others = by_name[decided.name]
            yield first, self._store(read[first], decided)
            for number in others:
                yield number, self._attach(read[number])

    def _store_unusable(self, one: _Read) -> ClassResult:
        name = one.key.source_sha256
        return self._store(one, self._grading.decide_unusable(name, one.student, one.file, one.problem))

    def _store(self, one: _Read, decided: Decided) -> ClassResult:
        """Store what has just been decided."""
        self.graded += 1
        self.faults |= dict.fromkeys(decided.faults)
        result = Result(
            key=one.key,
            source=one.submission.source if one.submission else "",
            isolation=decided.isolation,
            graded_at=datetime.now(UTC),
            parts=decided.parts,
            report=decided.report,
        )
        recorded = self._book.record(one.match.submitted(key=one.student, file=one.file), result)
        return self._announce(one, recorded, result.points, result.pending, decided.seconds)

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
            label=one.match.handed_in.label,
            key=one.key,
            points=points,
            pending=pending,
            recorded=recorded,
            seconds=seconds,
            problem=one.problem,
        )
        self._on_result(told)
        self._check_interruption()
        return told
