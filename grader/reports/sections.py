"""The sections of a report, in order, on any surface: points, failures, how to repeat the run."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from grader.model.check import Check, Fault, Outcome
from grader.model.report import AssignmentReport, MissingFunction, PartScore, Report
from grader.model.scoring import format_points
from grader.reports.failure_rows import Row, count, line_of, outline, rows
from grader.reports.grouping import (
    Group,
    checks,
    failures,
    first_to_write,
    of_outcome,
    pending_faults,
    unwritten,
)

__all__ = [
    "PROVISIONAL",
    "Surface",
    "group_rows",
    "passed_of",
    "tell",
    "tell_besides",
    "tell_group",
    "tell_run",
    "total",
]


class Surface(Protocol):
    """Takes what is told, piece by piece, and makes harmless what a student wrote into it."""

    def gap(self) -> None:
        """Leave a gap before whatever comes next."""

    def line(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a paragraph; line breaks in it stay. `bold` is a heading, `dim` a footnote."""

    def marked(self, mark: str, text: str, style: str, note: str = "") -> None:
        """Add a heading after a mark such as a tick, with a quieter note behind it."""

    def rows(self, rows: Iterable[Row]) -> None:
        """Add labelled rows."""

    def parts(self, parts: Iterable[PartScore], passed: Iterable[str]) -> None:
        """Add the table of an assignment's parts, with how many checks of each passed, in words."""


PROVISIONAL: Final = "Only the visible checks ran, so this score is provisional."

_TITLES: Final = 2
_NAMES: Final = 6
_FAULT_OF: Final = {Fault.SUITE: "the tests", Fault.GRADER: "the grader"}


def tell(report: Report, page: Surface) -> None:
    """Write the whole report onto a page."""
    for assignment in report.assignments:
        _tell_assignment(assignment, page)
        page.gap()
    if len(report.assignments) > 1 and not any(one.left_out for one in report.assignments):
        page.line(f"In all {total(report)}.", "bold")
    tell_run(report, page)


def tell_run(report: Report, page: Surface) -> None:
    """Write by what the run can be told from others and repeated: versions, isolation, seed."""
    if report.isolation and report.isolation < report.isolation_asked:
        page.line(
            f"Isolation {report.isolation} is lower than the {report.isolation_asked} that this course asks "
            "for where code is not one's own.",
            "yellow",
        )
    level = report.isolation or "not needed"
    page.line(
        f"{report.course} {report.course_version}, grader {report.grader_version}, isolation {level}, "
        f"seed {report.seed} (--seed {report.seed} repeats this run)",
        "dim",
    )


def _tell_assignment(assignment: AssignmentReport, page: Surface) -> None:
    page.line(f"{assignment.title} ({assignment.name})", "bold")
    page.line(f"{assignment.submission}: {total(assignment)}")
    for notice in assignment.notices:
        page.line(f"Note: {notice}", "yellow")
    if assignment.unusable:
        _tell_unusable(assignment, page)
        return
    page.gap()
    shown = [part for part in assignment.parts if part.checks or not part.left_out]
    page.parts(shown, map(passed_of, shown))
    page.gap()
    if assignment.untouched:
        _tell_start(assignment, page)
    else:
        _tell_failures(assignment, page)
    _tell_end(assignment, page)


def tell_besides(assignment: AssignmentReport, page: Surface) -> None:
    """Write what neither points nor failures tell: notes, where to begin, what is missing or pending."""
    for notice in assignment.notices:
        page.line(f"Note: {notice}", "yellow")
    if assignment.unusable:
        _tell_unusable(assignment, page)
        return
    if assignment.untouched:
        _tell_start(assignment, page)
    elif waiting := unwritten(assignment):
        _tell_waiting(assignment, waiting, page)
    _tell_end(assignment, page)


def _tell_end(assignment: AssignmentReport, page: Surface) -> None:
    _tell_pending(assignment, page)
    if not assignment.hidden_ran:
        page.line(PROVISIONAL)
    if assignment.left_out:
        page.line("This is no grade, for only some of the checks ran.")


def total(scored: AssignmentReport | Report) -> str:
    """Return the points in words, such as `76.67 of 100 points`, and how many are pending.

    Of an assignment of which only some checks ran, the points would mislead: how many ran stands there.
    """
    if isinstance(scored, AssignmentReport) and scored.left_out:
        ran = len(checks(scored))
        return f"only {ran} of {ran + scored.left_out} checks ran, as was asked for"
    text = f"{format_points(scored.points)} of {format_points(scored.possible)} points"
    return f"{text}, {format_points(scored.pending)} pending" if scored.pending else text


def passed_of(part: PartScore) -> str:
    """Return how many checks of a part passed, in words."""
    if not part.checks:
        return "none ran"
    passed = sum(check.outcome is Outcome.PASSED for check in part.checks)
    left_out = f", {part.left_out} not run" if part.left_out else ""
    return f"{passed} of {len(part.checks)}{left_out}"


def _tell_unusable(assignment: AssignmentReport, page: Surface) -> None:
    page.gap()
    page.marked("✗", "This submission cannot be run, so no check could be made.", "red")
    page.line(assignment.unusable, indent=4)


def _tell_start(assignment: AssignmentReport, page: Surface) -> None:
    points = format_points(assignment.points)
    page.line(f"Nothing is written here yet, so {points} points are the expected start.")
    function, part, location = first_to_write(assignment)
    if function:
        where = f" ({line_of(location)})" if location else ""
        page.line(f"Begin with `{function}` in {part}{where}, then run `grade` again.")


def _tell_failures(assignment: AssignmentReport, page: Surface) -> None:
    everything = checks(assignment)
    if everything and all(check.outcome is Outcome.PASSED for check in everything):
        those = " that ran" if assignment.left_out else ""
        page.marked("✓", f"{_all_of(len(everything))}{those} passed. Well done!", "green")
    groups = failures(assignment)
    failed = sum(1 + len(group.others) for group in groups)
    if failed > 1:
        page.line(f"{failed} of {count(len(everything), 'check')} failed:")
        page.gap()
    for group in groups:
        tell_group(group, page)
    if waiting := unwritten(assignment):
        _tell_waiting(assignment, waiting, page)


def _tell_waiting(assignment: AssignmentReport, waiting: dict[str, list[Check]], page: Surface) -> None:
    missing = {one.name: one for one in assignment.missing}
    number = sum(map(len, waiting.values()))
    if number == len(checks(assignment)) and missing.keys() >= waiting.keys():
        page.marked("✗", f"Your file defines none of: {_names(list(waiting))}", "red")
        page.line("Is it the file for this assignment?", indent=4)
        waiting = {name: alike for name, alike in waiting.items() if missing[name].nearest}
    else:
        page.marked("-", f"Still to write: {count(number, 'check')} did not run", "yellow")
    page.rows([Row(name or "?", _waiting(alike, missing.get(name))) for name, alike in waiting.items()])
    page.gap()


def _names(names: Sequence[str]) -> str:
    """Return a few names, and a mark that there are more."""
    return ", ".join([*names[:_NAMES], *(["..."] if len(names) > _NAMES else [])])


def _all_of(number: int) -> str:
    return "The only check" if number == 1 else f"All {number} checks"


def tell_group(group: Group, page: Surface) -> None:
    """Write a failure in full, and in a line each those that are like it."""
    check = group.first
    kind = "hidden" if check.hidden else "visible"
    exception = check.exception if check.outcome is Outcome.RAISED else ""
    note = f"({kind}, {exception or check.outcome})"
    page.marked("✗", f"{group.part}: {check.title}", "red", note)
    page.rows(group_rows(group))
    page.gap()


def group_rows(group: Group) -> list[Row]:
    """Return the rows of a failure, with a line each for those that are like it."""
    return [*rows(group.first), *_others(group.others)]


def _others(others: Sequence[Check]) -> list[Row]:
    if not others:
        return []
    return [Row("as well", f"{count(len(others), 'other check')} failed in the same way: {_titles(others)}")]


def _titles(alike: Sequence[Check]) -> str:
    """Return the titles of a few checks, and how many more there are."""
    titles = [outline(check) for check in alike[:_TITLES]]
    more = [f"and {len(alike) - _TITLES} more"] if len(alike) > _TITLES else []
    return "; ".join(titles + more)


def _waiting(alike: Sequence[Check], missing: MissingFunction | None) -> str:
    if missing is not None:
        instead = f", but it has `{missing.nearest}`" if missing.nearest else ""
        return f"{count(len(alike), 'check')}: your file defines no `{missing.name}`{instead}"
    place = next((f", {line_of(check.location)}" for check in alike if check.location), "")
    return f"{count(len(alike), 'check')}{place}: {_titles(alike)}"


def _tell_pending(assignment: AssignmentReport, page: Surface) -> None:
    if assignment.pending and not assignment.left_out:
        decided = assignment.possible - assignment.pending
        page.marked(
            "?",
            f"{format_points(decided)} of {format_points(assignment.possible)} points decided, "
            f"{format_points(assignment.pending)} pending",
            "yellow",
        )
    for part in assignment.parts:
        if part.pending and not (part.checks or part.left_out):
            page.line(f"No check of {part.title} ran.", indent=4)
    if pending := of_outcome(assignment, Outcome.PENDING):
        faults = " and ".join(_FAULT_OF[fault] for fault in pending_faults(pending))
        page.line(
            f"We could not judge {count(len(pending), 'check')}. The fault is in {faults}, not in your work, "
            "and no points are lost. Please tell your instructor.",
            indent=4,
        )
        page.rows([Row("checks", _titles(pending))])
    if assignment.fault:
        page.rows([Row("fault", assignment.fault)])
    page.gap()
