"""The sections of a report, in order, on any page: points, failures, how to repeat the run."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from grader.model.check import Check, Outcome
from grader.model.formatting import abridged, join_first
from grader.model.report import AssignmentReport, MissingFunction, PartScore, Report
from grader.model.scoring import format_points
from grader.reports import templates
from grader.reports.brief import LINES, brief_rows, describe_further, height_of
from grader.reports.changes import add_changes
from grader.reports.context import NO_CONTEXT, ReaderContext
from grader.reports.failure_rows import Row, failure_rows, format_line, format_title
from grader.reports.grouping import (
    FailureGroup,
    checks_by_missing_function,
    checks_of,
    checks_with_outcome,
    first_to_write,
    group_failures,
    nearest_the_loss,
    pending_faults,
)
from grader.reports.next_step import describe_next_step, first_unfinished
from grader.reports.page import Page
from grader.reports.registry import DEFAULT_OPTIONS, RenderOptions

__all__ = [
    "format_change",
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
_MOST_FUNCTIONS: Final = 3
# The heads of the table and the gaps between; at the end, two lines and the next step's two.
_LINES_AROUND: Final = 7
_LEAST_ROOM: Final = 8


def render_sections(
    report: Report, page: Page, options: RenderOptions = DEFAULT_OPTIONS, *, total_first: bool = False
) -> None:
    """Write the whole report onto a page; what to do next stands last.

    Args:
        report: The report.
        page: The page.
        options: Where it is shown, and to whom.
        total_first: Whether the points of all assignments stand at the top, as on a page that is read from
            there, and not at the end, as in a terminal.
    """
    has_total = len(report.assignments) > 1 and not any(one.left_out for one in report.assignments)
    total = templates.ALL_ASSIGNMENTS.format(points=format_total(report))
    if has_total and total_first:
        page.add_paragraph(total, "bold")
    first = first_unfinished(report)
    for assignment in report.assignments:
        _render_assignment(assignment, page, options, is_first=assignment is first)
        page.add_gap()
    if has_total and not total_first:
        page.add_paragraph(total, "bold")
    render_run(report, page, brief=options.brief)
    if sentence := describe_next_step(report, options):
        page.add_paragraph(sentence, "bold")


def render_run(report: Report, page: Page, *, brief: bool = False) -> None:
    """Write what identifies the run and repeats it: versions, isolation, seed."""
    if report.isolation and report.isolation < report.isolation_asked:
        warning = templates.LOW_ISOLATION.format(isolation=report.isolation, asked=report.isolation_asked)
        page.add_paragraph(warning, "yellow")
    if brief:
        provisional = any(_is_provisional(one) for one in report.assignments)
        template = templates.BRIEF_RUN_PROVISIONAL if provisional else templates.BRIEF_RUN
        page.add_paragraph(template.format(seed=report.seed), "dim")
        return
    footnote = templates.RUN.format(
        course=report.course,
        course_version=report.course_version,
        grader_version=report.grader_version,
        isolation=report.isolation or templates.NO_ISOLATION,
        seed=report.seed,
    )
    page.add_paragraph(footnote, "dim")


def _is_provisional(assignment: AssignmentReport) -> bool:
    return not (assignment.hidden_ran or assignment.unusable)


def _render_assignment(
    assignment: AssignmentReport, page: Page, options: RenderOptions, *, is_first: bool
) -> None:
    context = options.contexts.get(assignment.name, NO_CONTEXT)
    _render_head(assignment, page, context)
    _render_notes(assignment, page)
    if assignment.unusable:
        _render_unusable(assignment, page)
        return
    if not assignment.ran and assignment.untouched:
        page.add_paragraph(templates.UNCHANGED)
        return
    page.add_gap()
    shown = [part for part in assignment.parts if part.checks or not part.left_out]
    page.add_parts(shown, map(format_passed, shown), [format_change(context.change_of(one)) for one in shown])
    page.add_gap()
    if context.before is not None:
        add_changes(context.before, assignment, page)
        page.add_gap()
    if assignment.untouched:
        _render_start(assignment, page, advise=not (is_first and context.again))
    elif options.brief:
        _render_briefly(assignment, page, options, in_full=is_first)
    else:
        _render_failures(assignment, page, context)
        _render_unwritten(assignment, page)
    _render_end(assignment, page, brief=options.brief)


def _render_head(assignment: AssignmentReport, page: Page, context: ReaderContext) -> None:
    title, due, points = _head(assignment, context)
    page.add_title(title, due, "red" if context.overdue else "dim")
    page.add_paragraph(points)


def _head(assignment: AssignmentReport, context: ReaderContext) -> tuple[str, str, str]:
    """Give the title of an assignment, when it is due, and whose points it has how many of."""
    due = ""
    if context.due is not None:
        due = (templates.WAS_DUE if context.overdue else templates.DUE).format(due=context.due)
    points = format_total(assignment)
    if not assignment.left_out and (change := format_change(context.change(assignment))):
        points = templates.POINTS_CHANGED.format(points=points, change=change)
    return (
        templates.ASSIGNMENT.format(title=assignment.title, name=assignment.name),
        due,
        templates.SUBMISSION.format(submission=assignment.submission, points=points),
    )


def render_notices(assignment: AssignmentReport, page: Page) -> None:
    """Write all but points and failures: notes, where to begin, what is missing or pending."""
    _render_notes(assignment, page)
    if assignment.unusable:
        _render_unusable(assignment, page)
        return
    if assignment.untouched:
        _render_start(assignment, page, advise=True)
    else:
        _render_unwritten(assignment, page)
    _render_end(assignment, page)


def _render_notes(assignment: AssignmentReport, page: Page) -> None:
    for notice in assignment.notices:
        page.add_paragraph(templates.NOTICE.format(notice=notice), "yellow")


def _render_end(assignment: AssignmentReport, page: Page, *, brief: bool = False) -> None:
    _render_pending(assignment, page)
    if not (assignment.hidden_ran or brief):
        page.add_paragraph(templates.PROVISIONAL)
    if assignment.left_out:
        page.add_paragraph(templates.NO_GRADE)


def _render_unusable(assignment: AssignmentReport, page: Page) -> None:
    page.add_gap()
    page.add_heading("✗", templates.UNUSABLE, "red")
    page.add_paragraph(assignment.unusable, indent=4)


def _render_start(assignment: AssignmentReport, page: Page, *, advise: bool) -> None:
    page.add_paragraph(templates.UNTOUCHED.format(points=format_points(assignment.points)))
    if not advise:
        return
    function, part, location = first_to_write(assignment)
    if function:
        template = templates.BEGIN_AT if location else templates.BEGIN
        line = format_line(location) if location else ""
        page.add_paragraph(template.format(function=function, part=part, line=line))


def _render_failures(assignment: AssignmentReport, page: Page, context: ReaderContext) -> None:
    checks = checks_of(assignment)
    _render_all_passed(assignment, page)
    groups = group_failures(assignment)
    failed = sum(1 + len(group.others) for group in groups)
    if failed > 1:
        page.add_paragraph(templates.SOME_FAILED.format(len(checks), failed=failed))
        page.add_gap()
    for group in groups:
        _render_group(group, page, context)


def _render_all_passed(assignment: AssignmentReport, page: Page) -> None:
    checks = checks_of(assignment)
    if checks and all(check.outcome is Outcome.PASSED for check in checks):
        template = templates.ALL_THAT_RAN_PASSED if assignment.left_out else templates.ALL_PASSED
        page.add_heading("✓", template.format(len(checks)), "green")


def _render_briefly(
    assignment: AssignmentReport, page: Page, options: RenderOptions, *, in_full: bool
) -> None:
    """Write the first failure in a few lines, and one line for whatever else there is."""
    _render_all_passed(assignment, page)
    groups = group_failures(assignment)
    if groups and in_full:
        first = nearest_the_loss(groups)
        groups.remove(first)
        more = bool(groups or checks_by_missing_function(assignment))
        context = options.contexts.get(assignment.name, NO_CONTEXT)
        _render_first(first, page, context, options.width, room=_room(assignment, options) - more)
    for group in groups:
        page.add_line("✗", describe_further(group), "red")
    _render_unwritten(assignment, page, brief=True)
    page.add_gap()


def _room(assignment: AssignmentReport, options: RenderOptions) -> int:
    """Count the lines that are left for the first failure: of a screen, without head, table and end."""
    notices = (templates.NOTICE.format(notice=notice) for notice in assignment.notices)
    parts = sum(1 for part in assignment.parts if part.checks or not part.left_out)
    title, due, points = _head(assignment, options.contexts.get(assignment.name, NO_CONTEXT))
    above = (f"{title}, {due}", points, *notices)
    taken = _LINES_AROUND + parts + sum(height_of(text, options.width) for text in above)
    return max(LINES - taken - bool(assignment.left_out), _LEAST_ROOM)


def _render_first(group: FailureGroup, page: Page, context: ReaderContext, width: int, *, room: int) -> None:
    check = group.first
    heading = templates.CHECK.format(part=check.part, title=check.title)
    note = _describe_ending(check)
    page.add_heading("✗", heading, "red", note)
    graph = _graph_rows(check, context)
    taken = height_of(f"  {heading} {note}", width) + len(graph)
    page.add_rows([*brief_rows(group, room=room - taken, width=width), *graph])
    page.add_gap()


def _render_group(group: FailureGroup, page: Page, context: ReaderContext) -> None:
    """Write a failure in full, and in a line those that are like it."""
    check = group.first
    heading = templates.CHECK.format(part=group.part, title=check.title)
    page.add_heading("✗", heading, "red", _describe_ending(check))
    page.add_rows([*group_rows(group), *_graph_rows(check, context)])
    page.add_gap()


def _graph_rows(check: Check, context: ReaderContext) -> list[Row]:
    """Lead to the page of a check's graph, where the reader has one."""
    place = context.graphs.get(check.id, "")
    return [Row("graph", place, place)] if place else []


def _describe_ending(check: Check) -> str:
    """Say beside a title what it does not: that the check is hidden, and how it ended if not by a result."""
    exception = check.exception if check.outcome is Outcome.RAISED else ""
    ending = exception or templates.ENDINGS.get(check.outcome, "")
    if not ending:
        return templates.HIDDEN_ENDING if check.hidden else ""
    template = templates.HIDDEN_ENDED_BY if check.hidden else templates.ENDED_BY
    return template.format(ending=ending)


def group_rows(group: FailureGroup) -> list[Row]:
    """Return the rows of a failure, with one for those that are like it."""
    rows = failure_rows(group.first)
    if group.others:
        text = templates.FAILED_ALIKE_TITLES.format(len(group.others), titles=_some_titles(group.others))
        rows.append(Row("as well", text))
    return rows


def _render_unwritten(assignment: AssignmentReport, page: Page, *, brief: bool = False) -> None:
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
        for line in _describe_unwritten(assignment, brief=brief):
            page.add_line("-", line, "yellow")
    rows = [
        Row(name, _describe_missing(missing[name], len(alike)))
        for name, alike in waiting.items()
        if name in missing
    ]
    if rows:
        page.add_rows(rows)
    page.add_gap()


def _describe_unwritten(assignment: AssignmentReport, *, brief: bool) -> Iterable[str]:
    """Say for each part, in one sentence, which functions are still to write."""
    for part in assignment.parts:
        waiting = checks_by_missing_function(replace(assignment, parts=(part,)))
        if not waiting:
            continue
        number = sum(map(len, waiting.values()))
        shown = part.name if brief else part.title
        functions = [_name_function(name, alike) for name, alike in waiting.items() if name]
        if functions:
            joined = join_first(functions, most=_MOST_FUNCTIONS)
            yield templates.STILL_TO_WRITE.format(part=shown, functions=joined)
        else:
            yield templates.STILL_TO_WRITE_UNKNOWN.format(number, part=shown)


def _name_function(name: str, alike: Sequence[Check]) -> str:
    line = next((format_line(check.location) for check in alike if check.location), "")
    return (templates.FUNCTION_AT if line else templates.FUNCTION).format(function=name, line=line)


def _describe_missing(missing: MissingFunction, number: int) -> str:
    template = templates.UNDEFINED_BUT if missing.nearest else templates.UNDEFINED
    if missing.nearest and missing.name.endswith(f".{missing.nearest}"):
        template = templates.OUTSIDE_CLASS
    return template.format(number, function=missing.name, nearest=missing.nearest)


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


def format_change(change: Fraction) -> str:
    """Write by how much points have changed, such as `+12` or `-2.5`; empty where they have not."""
    if not change:
        return ""
    return f"{'+' if change > 0 else '-'}{format_points(abs(change))}"


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
