"""The report as annotations: workflow commands that GitHub shows beside the lines they are about.

A step may make ten of each kind, so failures beyond eight are counted, and the summary tells of them.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from grader.model.check import Check, Location
from grader.model.formatting import printable
from grader.model.redaction import redact_report
from grader.model.report import AssignmentReport, Report
from grader.reports.failure_rows import Row, count, rows
from grader.reports.grouping import Group, failures
from grader.reports.sections import PROVISIONAL, total
from grader.reports.terminal import set_out

__all__ = ["render_annotations"]

_MOST: Final = 8
# An annotation covers the code it is about: it says what is wrong, and leaves the numbers to the summary.
_QUIET: Final = frozenset({"called", "came", "expected", "frames", "printed"})


def render_annotations(report: Report) -> str:
    """Write what failed as workflow commands of GitHub Actions, at most eight errors.

    Hidden checks are redacted here, whatever the report holds, and nothing that a student wrote can end a
    command or begin another.

    Args:
        report: What the run found out; its submissions are named by their paths in the repository.

    Returns:
        One command a line, each ending in a newline; errors, a warning if points are pending, a notice of the
        points.
    """
    shown = redact_report(report)
    errors = [error for one in shown.assignments for error in _errors(one)]
    pending = [one for one in shown.assignments if one.pending and one.hidden_ran]
    commands = errors[:_MOST]
    if pending:
        names = ", ".join(one.name for one in pending)
        commands.append(
            _command("warning", "Points are pending", f"{names}: by no fault of yours; see the summary.")
        )
    commands.append(_command("notice", "Points", _points(shown, len(errors) - _MOST)))
    return "".join(f"{command}\n" for command in commands)


def _points(report: Report, left_out: int) -> str:
    lines = [f"{one.name}: {total(one)}" for one in report.assignments]
    if not all(one.hidden_ran or one.unusable for one in report.assignments):
        lines.append(PROVISIONAL)
    if left_out > 0:
        lines.append(f"{count(left_out, 'more failure')}: see the summary.")
    return "\n".join(lines)


def _errors(assignment: AssignmentReport) -> Iterator[str]:
    if assignment.unusable:
        place = Location(file=assignment.submission, line=1)
        yield _command("error", "This submission cannot be run", assignment.unusable, place)
    elif not assignment.untouched:
        for group in failures(assignment):
            yield _of_group(group)


def _of_group(group: Group) -> str:
    hidden = " (hidden)" if group.first.hidden else ""
    told = [row for row in rows(_first_difference(group.first)) if row.label.strip() not in _QUIET]
    if group.others:
        told.append(Row("as well", f"{count(len(group.others), 'other check')} failed in the same way"))
    title = f"{group.part}: {group.first.title}{hidden}"
    return _command("error", title, _text(told, group.first.location), group.first.location)


def _first_difference(check: Check) -> Check:
    return replace(check, differences=check.differences[:1])


def _text(told: list[Row], place: Location | None) -> str:
    in_notebook = place is not None and place.cell is not None
    # The form says where a line is, but knows nothing of cells.
    return set_out([row for row in told if in_notebook or row.label != "look at"])


def _command(kind: str, title: str, message: str, place: Location | None = None) -> str:
    properties = {}
    if place is not None:
        properties["file"] = place.file
        if place.cell is None:
            properties["line"] = str(place.line)
    properties["title"] = title
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {listed}::{_data(message)}"


def _data(text: str) -> str:
    """Escape a message; the line breaks in it are ours, or of a text that may have some."""
    lines = (printable(line).replace("%", "%25") for line in text.split("\n"))
    return "%0A".join(lines)


def _property(text: str) -> str:
    escaped = _data(" ".join(text.split("\n")))
    return escaped.replace(":", "%3A").replace(",", "%2C")
