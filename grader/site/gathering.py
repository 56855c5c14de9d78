"""From the gradebook to what the pages show of one student and one assignment."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from grader.gradebook.grades import AssignmentGrade
from grader.gradebook.records import Attempt
from grader.gradebook.students import Student
from grader.model.check import Outcome
from grader.model.formatting import abridged
from grader.model.report import AssignmentReport
from grader.reports.formats.json import read_json
from grader.reports.grouping import checks_of
from grader.site.records import AttemptEntry, CheckEnd, Example, PartPoints, Work

__all__ = ["Gathered", "gather_work", "read_work"]

_LONGEST_LINE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was gathered of one student and one assignment.

    Attributes:
        work: What the student did.
        examples: By the name of each known mistake, a visible check that failed by it.
        source: The program of the attempt that counts.
    """

    work: Work
    examples: dict[str, Example]
    source: str = ""


def gather_work(student: Student, page: str, grade: AssignmentGrade, attempts: Sequence[Attempt]) -> Gathered:
    """Gather what one student did for one assignment.

    Args:
        student: The student.
        page: File name of the student's page.
        grade: The student's grade for the assignment.
        attempts: The student's attempts for it with their reports, oldest first.
    """
    ordered = _in_order(attempts)
    if not ordered:
        return Gathered(work=Work(student=student, page=page, grade=grade), examples={})
    reports = [_report_of(one) for one in ordered]
    counting = next((n for n, one in enumerate(ordered) if one.id == grade.chosen), len(ordered) - 1)
    report = reports[counting]
    causes = _causes(report)
    earlier = {name: None for one in reports[:counting] for name in _causes(one) if name not in causes}
    work = replace(
        read_work(student, page, grade, report),
        attempts=tuple(_entries(ordered, reports, counting)),
        mended=tuple(earlier),
        edition=ordered[counting].result.key.edition,
        isolation=ordered[counting].result.isolation,
        report=report,
    )
    chosen = ordered[counting].result
    return Gathered(work=work, examples=_examples(report, chosen.key.edition), source=chosen.source)


def read_work(student: Student, page: str, grade: AssignmentGrade, report: AssignmentReport) -> Work:
    """Read from one report what a student did; of attempts it knows nothing."""
    return Work(
        student=student,
        page=page,
        grade=grade,
        parts=tuple(
            PartPoints(name=part.name, title=part.title, points=part.points, possible=part.possible)
            for part in report.parts
        ),
        checks=tuple(_check_ends(report)),
        causes=_causes(report),
        unusable=report.unusable,
        untouched=report.untouched,
    )


def _in_order(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Sort attempts by time; where that of one is not known, all stand as they were recorded."""
    known = {
        one.id: one.submitted.handed_in
        for one in attempts
        if one.submitted.time_trusted and one.submitted.handed_in is not None
    }
    if len(known) < len(attempts):
        return sorted(attempts, key=lambda one: one.id)
    return sorted(attempts, key=lambda one: (known[one.id], one.id))


def _report_of(attempt: Attempt) -> AssignmentReport:
    """Read an attempt's report; one source, graded once, may be that of several students."""
    (report,) = (
        one
        for one in read_json(attempt.result.report).assignments
        if one.name == attempt.result.key.assignment
    )
    return report


def _entries(
    attempts: Sequence[Attempt], reports: Sequence[AssignmentReport], counting: int
) -> Iterator[AttemptEntry]:
    before: dict[str, bool] | None = None
    for number, (attempt, report) in enumerate(zip(attempts, reports, strict=True)):
        passed = {check.id: check.outcome is Outcome.PASSED for check in checks_of(report)}
        titles = {check.id: check.title for check in checks_of(report)}
        known = {} if before is None else {name: before[name] for name in passed if name in before}
        yield AttemptEntry(
            number=number + 1,
            file=attempt.submitted.file,
            handed_in=attempt.submitted.handed_in,
            points=report.points,
            pending=report.pending,
            fault=_first_line(report.fault),
            is_time_trusted=attempt.submitted.time_trusted,
            counts=number == counting,
            better=tuple(titles[name] for name, was in known.items() if passed[name] and not was),
            worse=tuple(titles[name] for name, was in known.items() if was and not passed[name]),
        )
        before = passed


def _first_line(text: str) -> str:
    return abridged(next(iter(text.strip().splitlines()), ""), _LONGEST_LINE)


def _check_ends(report: AssignmentReport) -> Iterator[CheckEnd]:
    for check in checks_of(report):
        certain = check.explanation is not None and check.explanation.is_cause
        yield CheckEnd(
            id=check.id,
            title=check.title,
            part=check.part,
            hidden=check.hidden,
            outcome=check.outcome,
            cause=check.explanation.name if check.explanation and certain else "",
        )


def _causes(report: AssignmentReport) -> dict[str, int]:
    return dict(Counter(one.cause for one in _check_ends(report) if one.cause))


def _examples(report: AssignmentReport, edition: str) -> dict[str, Example]:
    """Choose for each known mistake a visible check that failed by it, with wrong numbers where one has."""
    found: dict[str, Example] = {}
    for check in sorted(checks_of(report), key=lambda one: not one.differences):
        explanation = check.explanation
        if explanation and explanation.is_cause and not check.hidden:
            found.setdefault(explanation.name, Example(check=check, edition=edition))
    return found
