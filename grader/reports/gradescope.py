"""The report as Gradescope's `results.json`.

A part of the assignment is a test with points; what failed in it are tests below it, without points of their
own. All are visible, with as much of the hidden ones as the manifest's `reveal` permits: Gradescope shows no
total to a student from whom it keeps a test.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from grader.model.formatting import printable, strict_json
from grader.model.redaction import redact_report
from grader.model.report import AssignmentReport, PartScore, Report
from grader.model.scoring import format_points
from grader.reports.grouping import failures
from grader.reports.sections import group_rows, passed_of, tell_besides, tell_run, total
from grader.reports.terminal import Page, set_out

__all__ = ["Visibility", "render_gradescope", "render_not_graded"]

Json = dict[str, Any]

_WIDTH: Final = 88
_FORMATS: Final = {
    "output_format": "text",
    "test_output_format": "text",
    "test_name_format": "text",
    "visibility": "visible",
    "stdout_visibility": "hidden",
}
_NOT_GRADED: Final = (
    "Your submission was not graded: the grader did not come to its end. This is no fault of yours, and the "
    "0 shown is not your mark. Please tell your instructor, who finds the reason in the autograder's output."
)


class Visibility(StrEnum):
    """When students see what hidden checks found; the words are Gradescope's."""

    VISIBLE = "visible"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"
    HIDDEN = "hidden"


def render_gradescope(report: Report, *, hidden: Visibility = Visibility.VISIBLE) -> str:
    """Write a report as `results.json`.

    Args:
        report: What the run found out.
        hidden: When students see what hidden checks found, and the points that depend on it. Unless it is
            `VISIBLE`, they see no total until then.

    Returns:
        Strict JSON in ASCII, ending in a newline.
    """
    shown = redact_report(report)
    tests = [
        test
        for start, assignment in _numbered(shown)
        for number, part in enumerate(assignment.parts, start)
        for test in _tests(assignment, part, number, hidden)
    ]
    return strict_json(
        {"score": _points(shown.points), "output": _output(shown, hidden), **_FORMATS, "tests": tests}
    )


def render_not_graded() -> str:
    """Write the `results.json` that stands until a run has come to its end, and says that none has."""
    return strict_json({"score": 0, "output": _NOT_GRADED, **_FORMATS, "tests": []})


def _numbered(report: Report) -> Iterator[tuple[int, AssignmentReport]]:
    start = 1
    for assignment in report.assignments:
        yield start, assignment
        start += len(assignment.parts)


def _output(report: Report, hidden: Visibility) -> str:
    page = Page(width=_WIDTH, color=False, ascii_only=False)
    for assignment in report.assignments:
        page.line(
            f"{assignment.title}: {total(assignment)}" if hidden is Visibility.VISIBLE else assignment.title
        )
        tell_besides(assignment if hidden is Visibility.VISIBLE else _only(assignment, hidden=False), page)
        page.gap()
    tell_run(report, page)
    return page.text()


def _tests(assignment: AssignmentReport, part: PartScore, number: int, when: Visibility) -> Iterator[Json]:
    """Give the test of a part and those of its failures, the visible ones first."""
    depends = any(check.hidden for check in part.checks)
    yield {
        "number": str(number),
        "name": _line(part.title),
        "score": _points(part.points),
        "max_score": _points(part.possible),
        "output": _part_output(part),
        "visibility": (when if depends else Visibility.VISIBLE).value,
    }
    alone = replace(assignment, parts=(part,))
    groups = [group for kind in (False, True) for group in failures(_only(alone, hidden=kind))]
    for position, group in enumerate(groups, 1):
        check = group.first
        yield {
            "number": f"{number}.{position}",
            "name": _line(f"{check.title} (hidden)" if check.hidden else check.title),
            "status": "failed",
            "output": set_out(group_rows(group)),
            "visibility": (when if check.hidden else Visibility.VISIBLE).value,
        }


def _part_output(part: PartScore) -> str:
    pending = f" {format_points(part.pending)} points are pending." if part.pending else ""
    ran = f"{passed_of(part)} checks passed." if part.checks else "No check of this part ran."
    return ran + pending


def _only(assignment: AssignmentReport, *, hidden: bool) -> AssignmentReport:
    """Return the report with its hidden checks alone, or with the visible ones alone."""
    parts = (
        replace(part, checks=tuple(check for check in part.checks if check.hidden is hidden))
        for part in assignment.parts
    )
    return replace(assignment, parts=tuple(parts))


def _points(points: Fraction) -> float:
    return float(format_points(points))


def _line(text: str) -> str:
    return printable(" ".join(text.split("\n")))
