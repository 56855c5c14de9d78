"""The report as annotations: workflow commands that GitHub shows beside the lines they are about.

A step may make ten of each kind, so failures beyond eight are only counted in the summary.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from grader.model.check import Check, Location
from grader.model.formatting import escape_lines, one_line
from grader.model.report import AssignmentReport, Report
from grader.reports import templates
from grader.reports.failure_rows import Row, failure_rows, format_title
from grader.reports.formats.terminal import format_rows
from grader.reports.grouping import FailureGroup, group_failures
from grader.reports.registry import RenderOptions, ReportFormat
from grader.reports.sections import format_total

__all__ = ["FORMAT"]

_MOST: Final = 8
# An annotation covers the code it is about: it says what is wrong, and leaves the numbers to the summary.
_LEFT_OUT: Final = frozenset({"called", "came", "expected", "frames", "printed"})


_Lines = Mapping[tuple[str, int, int], int]


def _write(report: Report, options: RenderOptions) -> str:
    """Write what failed as workflow commands, one a line; files are named by their paths in the repository.

    There are at most eight errors, a warning if points are pending, and a notice of the points. Nothing that
    a student wrote can end a command or begin another.
    """
    errors = [error for one in report.assignments for error in _errors(one, options.notebook_lines)]
    pending = [one.name for one in report.assignments if one.pending and one.hidden_ran]
    commands = errors[:_MOST]
    if pending:
        warning = templates.PENDING_WARNING.format(names=", ".join(pending))
        commands.append(_command("warning", templates.PENDING_TITLE, warning))
    commands.append(_command("notice", templates.POINTS_TITLE, _points(report, len(errors) - _MOST)))
    return "".join(f"{command}\n" for command in commands)


def _points(report: Report, left_out: int) -> str:
    lines = [
        templates.SUBMISSION.format(submission=one.name, points=format_total(one))
        for one in report.assignments
    ]
    if not all(one.hidden_ran or one.unusable for one in report.assignments):
        lines.append(templates.PROVISIONAL)
    if left_out > 0:
        lines.append(templates.MORE_FAILURES.format(left_out))
    return "\n".join(lines)


def _errors(assignment: AssignmentReport, notebook_lines: _Lines) -> Iterator[str]:
    if assignment.unusable:
        start = Location(file=assignment.submission, line=1)
        yield _command("error", templates.UNUSABLE_TITLE, assignment.unusable, start)
    elif not assignment.untouched:
        yield from (_error(group, notebook_lines) for group in group_failures(assignment))


def _error(group: FailureGroup, notebook_lines: _Lines) -> str:
    check, location = group.first, group.first.location
    rows = [row for row in failure_rows(_first_difference(check)) if row.label.strip() not in _LEFT_OUT]
    if group.others:
        rows.append(Row("as well", templates.FAILED_ALIKE.format(len(group.others))))
    title = templates.CHECK.format(part=group.part, title=format_title(check))
    return _command("error", title, _message(rows, location), location, notebook_lines)


def _first_difference(check: Check) -> Check:
    return replace(check, differences=check.differences[:1])


def _message(rows: Iterable[Row], location: Location | None) -> str:
    in_notebook = location is not None and location.cell is not None
    # The command says where a line is, but knows nothing of cells.
    return format_rows(row for row in rows if in_notebook or row.label != "look at")


def _command(
    kind: str,
    title: str,
    message: str,
    location: Location | None = None,
    notebook_lines: _Lines | None = None,
) -> str:
    properties = {}
    if location is not None:
        properties["file"] = location.file
        if location.cell is None:
            properties["line"] = str(location.line)
        elif line := (notebook_lines or {}).get((location.file, location.cell, location.line)):
            properties["line"] = str(line)
    properties["title"] = title
    listed = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{kind} {listed}::{_escape_message(message)}"


def _escape_message(text: str) -> str:
    """Escape a message; the line breaks in it are ours, or of a text that may have some."""
    return escape_lines(text).replace("%", "%25").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_message(one_line(text)).replace(":", "%3A").replace(",", "%2C")


FORMAT: Final = ReportFormat(name="annotations", suffix=".txt", write=_write)
