"""Find what can be drawn of an assignment: the recorded cases of its visible suite, and its checks."""

from difflib import get_close_matches
from typing import Final

from grader.errors import CourseFault, UsageError
from grader.explain.graph import Graph, is_drawable, make_graph
from grader.model.assignment import Assignment
from grader.model.check import Check, Outcome
from grader.model.redaction import redact
from grader.model.report import AssignmentReport
from grader.oracle import Case, Recordings
from grader.reports.failure_rows import describe_outcome

__all__ = ["drawable_checks", "examples", "graph_of_check", "graph_of_example", "graph_of_visible"]

_FULL: Final = "full"


def examples(assignment: Assignment) -> list[str]:
    """List the names of the recorded cases of the visible suite that have a graph."""
    recordings = Recordings(assignment.visible)
    return [name for name in _recorded_names(recordings) if is_drawable(_first_case(recordings, name))]


def graph_of_example(assignment: Assignment, name: str) -> Graph | None:
    """Make the graph of a recorded case of the visible suite; None if no such case has one."""
    recordings = Recordings(assignment.visible)
    if name not in _recorded_names(recordings):
        return None
    case = _first_case(recordings, name)
    return make_graph(case, f"{assignment.name}: {name}") if is_drawable(case) else None


def _recorded_names(recordings: Recordings) -> list[str]:
    """List the recorded cases; a suite whose checks need none has no recordings."""
    return recordings.index()[1] if recordings.folder.is_dir() else []


def _first_case(recordings: Recordings, name: str) -> Case:
    recording = recordings.load(name)
    return recording.draw(recording.seeds[0])


def drawable_checks(assignment: Assignment, report: AssignmentReport) -> list[Check]:
    """Return the visible checks of a report that can be drawn, in its order.

    Raises:
        UsageError: The submission cannot be run.
    """
    _require_usable(report)
    return [
        check
        for part in report.parts
        for check in part.checks
        if not check.hidden and _drawable_case(assignment, check) is not None
    ]


def graph_of_check(assignment: Assignment, report: AssignmentReport, wanted: str) -> Graph:
    """Make the graph of a check, with what it found wrong.

    Args:
        assignment: The assignment.
        report: What the run of its checks found.
        wanted: The check's id, its title, or a part of either.

    Raises:
        UsageError: No check is meant, or several, or one that has no graph or may not be shown.
        CourseFault: The check could not be judged.
    """
    _require_usable(report)
    check = redact(_find_check(assignment, report, wanted), report.reveal)
    if check.hidden and report.reveal != _FULL:
        raise UsageError(
            f"{check.title!r} is a hidden check, and its numbers are not shown in this course.",
            f"Visible checks can be drawn: grade explain {assignment.name} lists them.",
        )
    if check.outcome is Outcome.PENDING:
        raise CourseFault(f"{check.title!r} could not be judged: {report.fault or describe_outcome(check)}")
    case = _drawable_case(assignment, check)
    if case is None:
        raise UsageError(
            f"{check.title!r} compares no quantities of a graph.",
            f"What can be drawn: grade explain {assignment.name} lists it.",
        )
    return make_graph(case, f"{check.title} ({check.outcome})", check.differences, _describe_check(check))


def graph_of_visible(assignment: Assignment, check: Check) -> Graph | None:
    """Make the graph of a visible check with what it found wrong; None for any other, or without a graph.

    Args:
        assignment: The assignment, with the recordings that the check was judged by.
        check: The check, as it ended.

    Raises:
        CourseFault: A recording cannot be read.
    """
    case = None if check.hidden else _drawable_case(assignment, check)
    return None if case is None else make_graph(case, f"{check.title} ({check.outcome})", check.differences)


def _require_usable(report: AssignmentReport) -> None:
    if report.unusable:
        raise UsageError(f"{report.submission} cannot be run: {report.unusable}")


def _describe_check(check: Check) -> str:
    return "All your numbers are right." if check.outcome is Outcome.PASSED else describe_outcome(check)


def _drawable_case(assignment: Assignment, check: Check) -> Case | None:
    """Return the last case that a check drew and that has a graph: a check ends at the first wrong answer."""
    recordings = Recordings(assignment.hidden if check.hidden else assignment.visible)
    drawn = (recordings.load(name).draw(seed) for name, seed in reversed(check.seeds))
    return next((case for case in drawn if is_drawable(case)), None)


def _find_check(assignment: Assignment, report: AssignmentReport, wanted: str) -> Check:
    """Find a check by its id or title; else the first that failed, or the only one, with these words."""
    checks = [check for part in report.parts for check in part.checks]
    words = wanted.casefold()
    alike = [check for check in checks if words in check.title.casefold() or words in check.id.casefold()]
    exact = [check for check in alike if wanted in (check.id, check.title)]
    found = exact or [check for check in alike if not check.hidden] or alike
    failed = [check for check in found if check.outcome is not Outcome.PASSED]
    if failed or len(found) == 1:
        return (failed or found)[0]
    if found:
        raise UsageError(
            f"{len(found)} checks have {wanted!r} in their title, and all of them passed.",
            f"Give the whole title of one: grade explain {assignment.name} lists them.",
        )
    names = [*examples(assignment), *(check.title for check in checks if not check.hidden)]
    nearest = get_close_matches(wanted, names, n=1)
    guess = f"Did you mean {nearest[0]!r}? " if nearest else ""
    raise UsageError(
        f"{assignment.name} has no example or check {wanted!r}.",
        f"{guess}`grade explain {assignment.name}` lists what can be drawn.",
    )
