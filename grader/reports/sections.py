"""The sections of a report, in order, on any page: points, failures, how to repeat the run."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from grader.model.check import Check, Outcome
from grader.model.formatting import abridged, join_first
from grader.model.report import AssignmentReport, MissingFunction, PartScore, Report
from grader.model.scoring import format_points
from grader.reports import templates
from grader.reports.failure_rows import Row, failure_rows, format_line, format_title
from grader.reports.grouping import (
    FailureGroup,
    checks_by_missing_function,
    checks_of,
    checks_with_outcome,
    first_to_write,
    group_failures,
    pending_faults,
)

__all__ = [
    "Page",
    "format_part_points",
    "format_passed",
    "format_total",
    "group_rows",
    "render_notices",
    "render_run",
    "render_sections",
    "style_of_part",
]

_LONGEST_TITLE: Final = 240
_MOST_TITLES: Final = 2
_MOST_NAMES: Final = 6


class Page(Protocol):
    """What a report is written onto, piece by piece; it makes harmless what a student wrote."""

    def add_gap(self) -> None:
        """Leave a gap before whatever comes next."""

    def add_paragraph(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a paragraph; line breaks in it stay. `bold` is a heading, `dim` a footnote."""

    def add_heading(self, mark: str, text: str, style: str, note: str = "") -> None:
        """Add a heading after a mark such as a tick, with a quieter note behind it."""

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Add labelled rows."""

    def add_parts(self, parts: Iterable[PartScore], passed: Iterable[str]) -> None:
        """Add the table of an assignment's parts, with how many checks of each passed, in words."""


def render_sections(report: Report, page: Page, *, total_first: bool = False) -> None:
    """Write the whole report onto a page.

    Args:
        report: The report.
        page: The page.
        total_first: Whether the points of all assignments stand at the top, as on a page that is read from
            there, and not at the end, as in a terminal.
    """
    has_total = len(report.assignments) > 1 and not any(one.left_out for one in report.assignments)
    total = templates.ALL_ASSIGNMENTS.format(points=format_total(report))
    if has_total and total_first:
        page.add_paragraph(total, "bold")
    for assignment in report.assignments:
        _render_assignment(assignment, page)
        page.add_gap()
    if has_total and not total_first:
        page.add_paragraph(total, "bold")
    render_run(report, page)


def render_run(report: Report, page: Page) -> None:
    """Write what identifies the run and repeats it: versions, isolation, seed."""
    if report.isolation and report.isolation < report.isolation_asked:
        warning = templates.LOW_ISOLATION.format(isolation=report.isolation, asked=report.isolation_asked)
        page.add_paragraph(warning, "yellow")
    footnote = templates.RUN.format(
        course=report.course,
        course_version=report.course_version,
        grader_version=report.grader_version,
        isolation=report.isolation or templates.NO_ISOLATION,
        seed=report.seed,
    )
    page.add_paragraph(footnote, "dim")


def _render_assignment(assignment: AssignmentReport, page: Page) -> None:
    page.add_paragraph(templates.ASSIGNMENT.format(title=assignment.title, name=assignment.name), "bold")
    page.add_paragraph(
        templates.SUBMISSION.format(submission=assignment.submission, points=format_total(assignment))
    )
    _render_notes(assignment, page)
    if assignment.unusable:
        _render_unusable(assignment, page)
        return
    if not assignment.ran and assignment.untouched:
        page.add_paragraph(templates.UNCHANGED)
        return
    page.add_gap()
    shown = [part for part in assignment.parts if part.checks or not part.left_out]
    page.add_parts(shown, map(format_passed, shown))
    page.add_gap()
    if assignment.untouched:
        _render_start(assignment, page)
    else:
        _render_failures(assignment, page)
        _render_unwritten(assignment, page)
    _render_end(assignment, page)


def render_notices(assignment: AssignmentReport, page: Page) -> None:
    """Write all but points and failures: notes, where to begin, what is missing or pending."""
    _render_notes(assignment, page)
    if assignment.unusable:
        _render_unusable(assignment, page)
        return
    if assignment.untouched:
        _render_start(assignment, page)
    else:
        _render_unwritten(assignment, page)
    _render_end(assignment, page)


def _render_notes(assignment: AssignmentReport, page: Page) -> None:
    for notice in assignment.notices:
        page.add_paragraph(templates.NOTICE.format(notice=notice), "yellow")


def _render_end(assignment: AssignmentReport, page: Page) -> None:
    _render_pending(assignment, page)
    if not assignment.hidden_ran:
        page.add_paragraph(templates.PROVISIONAL)
    if assignment.left_out:
        page.add_paragraph(templates.NO_GRADE)


def _render_unusable(assignment: AssignmentReport, page: Page) -> None:
    page.add_gap()
    page.add_heading("✗", templates.UNUSABLE, "red")
    page.add_paragraph(assignment.unusable, indent=4)


def _render_start(assignment: AssignmentReport, page: Page) -> None:
    page.add_paragraph(templates.UNTOUCHED.format(points=format_points(assignment.points)))
    function, part, location = first_to_write(assignment)
    if function:
        template = templates.BEGIN_AT if location else templates.BEGIN
        line = format_line(location) if location else ""
        page.add_paragraph(template.format(function=function, part=part, line=line))


def _render_failures(assignment: AssignmentReport, page: Page) -> None:
    checks = checks_of(assignment)
    if checks and all(check.outcome is Outcome.PASSED for check in checks):
        template = templates.ALL_THAT_RAN_PASSED if assignment.left_out else templates.ALL_PASSED
        page.add_heading("✓", template.format(len(checks)), "green")
    groups = group_failures(assignment)
    failed = sum(1 + len(group.others) for group in groups)
    if failed > 1:
        page.add_paragraph(templates.SOME_FAILED.format(len(checks), failed=failed))
        page.add_gap()
    for group in groups:
        _render_group(group, page)


def _render_group(group: FailureGroup, page: Page) -> None:
    """Write a failure in full, and in a line those that are like it."""
    check = group.first
    exception = check.exception if check.outcome is Outcome.RAISED else ""
    note = templates.FAILED_KIND.format(
        visibility="hidden" if check.hidden else "visible", ending=exception or check.outcome
    )
    page.add_heading("✗", templates.CHECK.format(part=group.part, title=check.title), "red", note)
    page.add_rows(group_rows(group))
    page.add_gap()


def group_rows(group: FailureGroup) -> list[Row]:
    """Return the rows of a failure, with one for those that are like it."""
    rows = failure_rows(group.first)
    if group.others:
        text = templates.FAILED_ALIKE_TITLES.format(len(group.others), titles=_some_titles(group.others))
        rows.append(Row("as well", text))
    return rows


def _render_unwritten(assignment: AssignmentReport, page: Page) -> None:
    waiting = checks_by_missing_function(assignment)
    if not waiting:
        return
    missing = {one.name: one for one in assignment.missing}
    number = sum(map(len, waiting.values()))
    if number == len(checks_of(assignment)) and missing.keys() >= waiting.keys():
        page.add_heading("✗", templates.DEFINES_NONE.format(names=_some_names(list(waiting))), "red")
        page.add_paragraph(templates.IS_IT_THE_FILE, indent=4)
        waiting = {name: alike for name, alike in waiting.items() if missing[name].nearest}
    else:
        page.add_heading("-", templates.STILL_TO_WRITE.format(number), "yellow")
    page.add_rows(
        [Row(name or "?", _describe_waiting(alike, missing.get(name))) for name, alike in waiting.items()]
    )
    page.add_gap()


def _describe_waiting(alike: Sequence[Check], missing: MissingFunction | None) -> str:
    if missing is not None:
        template = templates.UNDEFINED_BUT if missing.nearest else templates.UNDEFINED
        return template.format(len(alike), function=missing.name, nearest=missing.nearest)
    line = next((format_line(check.location) for check in alike if check.location), "")
    template = templates.WAITING_AT if line else templates.WAITING
    return template.format(len(alike), line=line, titles=_some_titles(alike))


def _render_pending(assignment: AssignmentReport, page: Page) -> None:
    if assignment.pending and not assignment.left_out:
        heading = templates.SOME_DECIDED.format(
            decided=format_points(assignment.possible - assignment.pending),
            possible=format_points(assignment.possible),
            pending=format_points(assignment.pending),
        )
        page.add_heading("?", heading, "yellow")
    for part in assignment.parts:
        if part.pending and not (part.checks or part.left_out):
            page.add_paragraph(templates.PART_DID_NOT_RUN.format(part=part.title), indent=4)
    if pending := checks_with_outcome(assignment, Outcome.PENDING):
        place = templates.FAULT_PLACES[pending_faults(pending)]
        page.add_paragraph(templates.NOT_JUDGED.format(len(pending), place=place), indent=4)
        page.add_rows([Row("checks", _some_titles(pending))])
    if assignment.fault:
        page.add_rows([Row("fault", assignment.fault)])
    page.add_gap()


def format_total(scored: AssignmentReport | Report) -> str:
    """Write the points, such as `76.67 of 100 points`, and how many are pending.

    Of an assignment of which only some checks ran, the points would mislead: how many ran stands there.
    """
    if isinstance(scored, AssignmentReport) and scored.left_out:
        ran = len(checks_of(scored))
        return templates.RAN_PARTLY.format(ran=ran, total=ran + scored.left_out)
    template = templates.POINTS_AND_PENDING if scored.pending else templates.POINTS
    return template.format(
        points=format_points(scored.points),
        possible=format_points(scored.possible),
        pending=format_points(scored.pending),
    )


def format_part_points(part: PartScore) -> str:
    """Write the points of a part, such as `12.5 of 15`."""
    return templates.PART_POINTS.format(
        points=format_points(part.points), possible=format_points(part.possible)
    )


def style_of_part(part: PartScore) -> str:
    """Choose the style of a part's points: all of them, some earned or pending, or none."""
    if part.points == part.possible:
        return "green"
    return "yellow" if part.points + part.pending else "red"


def format_passed(part: PartScore) -> str:
    """Write how many checks of a part passed."""
    if not part.checks:
        return templates.NONE_RAN
    passed = sum(check.outcome is Outcome.PASSED for check in part.checks)
    template = templates.PASSED_AND_LEFT_OUT if part.left_out else templates.PASSED
    return template.format(passed=passed, ran=len(part.checks), left_out=part.left_out)


def _some_titles(checks: Sequence[Check]) -> str:
    """Join the titles of a few checks, and say how many more there are."""
    return join_first(
        [abridged(format_title(check), _LONGEST_TITLE) for check in checks], most=_MOST_TITLES, between="; "
    )


def _some_names(names: Sequence[str]) -> str:
    """Join a few names, and mark that there are more."""
    return ", ".join([*names[:_MOST_NAMES], *(["..."] if len(names) > _MOST_NAMES else [])])
