"""What students get back: the report of the attempt that counts, with how the grade came about."""

from collections.abc import Sequence
from dataclasses import replace

from grader.gradebook.grades import AssignmentGrade
from grader.gradebook.records import Attempt
from grader.gradebook.standing import Standing
from grader.model.assignment import Assignment
from grader.reports.formats.json import read_json
from grader.reports.registry import render_report

__all__ = ["render_feedback"]


def render_feedback(
    attempts: Sequence[Attempt], assignment: Assignment, standings: Sequence[Standing], form: str
) -> dict[str, str]:
    """Render the feedback of a class.

    Args:
        attempts: The attempts for the assignment, with their reports.
        assignment: The assignment; it says how much of hidden checks is shown.
        standings: The grades of the class.
        form: Name of a report format, such as `html`.

    Returns:
        The text by the student's key; whoever handed in nothing gets none. Where no attempt counts, the
        newest one is shown.
    """
    grades = {one.student.key: one.assignments[assignment.name] for one in standings}
    return {
        key: _render(attempt, assignment, grades[key], form)
        for key, attempt in _counting(attempts, grades).items()
    }


def _counting(attempts: Sequence[Attempt], grades: dict[str, AssignmentGrade]) -> dict[str, Attempt]:
    found: dict[str, Attempt] = {}
    for one in attempts:
        key = one.submitted.student
        grade = grades.get(key)
        if grade is None:
            continue
        before = found.get(key)
        if before is None or before.id != grade.chosen:
            found[key] = one
    return found


def _render(attempt: Attempt, assignment: Assignment, grade: AssignmentGrade, form: str) -> str:
    report = read_json(attempt.result.report)
    own = tuple(
        replace(
            one,
            # The stored report shows everything, for the owner of the course; and the same source, graded
            # once, may be that of several students.
            reveal=assignment.reveal.value,
            submission=attempt.submitted.file,
            submission_id=attempt.submitted.student,
            notices=(*one.notices, *grade.steps),
        )
        for one in report.assignments
    )
    return render_report(form, replace(report, assignments=own))
