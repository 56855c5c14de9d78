"""The report as Gradescope's `results.json`.

A part of the assignment is a test with points; what failed in it are tests below it, without points of their
own. All are visible, with as much of the hidden ones as the manifest's `reveal` permits: Gradescope shows no
total to a student from whom it keeps a test.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from grader.model.formatting import one_line, strict_json
from grader.model.report import AssignmentReport, PartScore, Report
from grader.model.scoring import format_points
from grader.reports import templates
from grader.reports.failure_rows import format_title
from grader.reports.formats.terminal import TerminalPage, format_rows
from grader.reports.grouping import group_failures
from grader.reports.registry import RenderOptions, ReportFormat, Visibility
from grader.reports.sections import format_passed, format_total, group_rows, render_notices, render_run

__all__ = ["FORMAT", "render_not_graded"]

_Json = dict[str, Any]

_WIDTH: Final = 88
_FORMATS: Final = {
    "output_format": "text",
    "test_output_format": "text",
    "test_name_format": "text",
    "visibility": "visible",
    "stdout_visibility": "hidden",
}


def _write(report: Report, options: RenderOptions) -> str:
    """Write strict JSON in ASCII; unless hidden checks are visible, students see no total until they are."""
    tests = [
        test
        for start, assignment in _numbered(report)
        for number, part in enumerate(assignment.parts, start)
        for test in _part_tests(assignment, part, number, options.hidden)
    ]
    output = _output(report, options.hidden)
    return strict_json({"score": _points(report.points), "output": output, **_FORMATS, "tests": tests})


def render_not_graded() -> str:
    """Write the `results.json` that stands until a run has come to its end, and says that none has."""
    return strict_json({"score": 0, "output": templates.NOT_GRADED, **_FORMATS, "tests": []})


def _numbered(report: Report) -> Iterator[tuple[int, AssignmentReport]]:
    start = 1
    for assignment in report.assignments:
        yield start, assignment
        start += len(assignment.parts)


def _output(report: Report, hidden: Visibility) -> str:
    page = TerminalPage(RenderOptions(width=_WIDTH))
    for assignment in report.assignments:
        if hidden is Visibility.VISIBLE:
            points = format_total(assignment)
            page.add_paragraph(templates.SUBMISSION.format(submission=assignment.title, points=points))
            render_notices(assignment, page)
        else:
            page.add_paragraph(assignment.title)
            render_notices(_checks_alone(assignment, hidden=False), page)
        page.add_gap()
    render_run(report, page)
    return page.text()


def _part_tests(
    assignment: AssignmentReport, part: PartScore, number: int, hidden: Visibility
) -> Iterator[_Json]:
    """Yield the test of a part and those of its failures, the visible ones first."""
    depends = any(check.hidden for check in part.checks)
    yield {
        "number": str(number),
        "name": one_line(part.title),
        "score": _points(part.points),
        "max_score": _points(part.possible),
        "output": _part_output(part),
        "visibility": (hidden if depends else Visibility.VISIBLE).value,
    }
    alone = replace(assignment, parts=(part,))
    groups = [group for kind in (False, True) for group in group_failures(_checks_alone(alone, hidden=kind))]
    for position, group in enumerate(groups, 1):
        check = group.first
        title = format_title(check)
        yield {
            "number": f"{number}.{position}",
            "name": one_line(title),
            "status": "failed",
            "output": format_rows(group_rows(group)),
            "visibility": (hidden if check.hidden else Visibility.VISIBLE).value,
        }


def _part_output(part: PartScore) -> str:
    ran = templates.PART_PASSED.format(passed=format_passed(part)) if part.checks else templates.NO_PART_RAN
    if not part.pending:
        return ran
    return f"{ran} {templates.PART_PENDING.format(points=format_points(part.pending))}"


def _checks_alone(assignment: AssignmentReport, *, hidden: bool) -> AssignmentReport:
    """Return the report with its hidden checks alone, or with the visible ones alone."""
    parts = (
        replace(part, checks=tuple(check for check in part.checks if check.hidden is hidden))
        for part in assignment.parts
    )
    return replace(assignment, parts=tuple(parts))


def _points(points: Fraction) -> float:
    return float(format_points(points))


FORMAT: Final = ReportFormat(name="gradescope", suffix=".json", write=_write)
