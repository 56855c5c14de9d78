"""Group failures so that one that occurs twenty times is reported once."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from grader.model.check import Check, Fault, Location, Outcome
from grader.model.report import AssignmentReport
from grader.model.suspects import Cleared, cleared_by, last_function, suspects_of

__all__ = [
    "FailureGroup",
    "checks_by_missing_function",
    "checks_of",
    "checks_with_outcome",
    "first_to_write",
    "group_failures",
    "nearest_the_loss",
    "pending_faults",
]

_NO_FAILURES: Final = frozenset({Outcome.PASSED, Outcome.NOT_STARTED, Outcome.SKIPPED, Outcome.PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureGroup:
    """Checks that failed in the same way.

    Attributes:
        part: Title of the first check's part.
        first: The check to report in full, a visible one where there is one.
        others: The checks to report in a line each.
    """

    part: str
    first: Check
    others: tuple[Check, ...]


def checks_of(assignment: AssignmentReport) -> list[Check]:
    """Return the checks of all parts in order."""
    return [check for part in assignment.parts for check in part.checks]


def checks_with_outcome(assignment: AssignmentReport, *outcomes: Outcome) -> list[Check]:
    """Return the checks that ended in one of the ways."""
    return [check for check in checks_of(assignment) if check.outcome in outcomes]


def group_failures(assignment: AssignmentReport) -> list[FailureGroup]:
    """Group the checks in which the student's code ran and failed, in the order of the suite.

    Failures with one certain cause belong together, whichever function shows it. So do wrong values of one
    function that begin with the same value, wrong in the same way, unless checks that pass leave different
    suspects for them; exceptions, timeouts and crashes when they come from the same line.
    """
    found: dict[Hashable, list[Check]] = {}
    cleared = cleared_by(checks_of(assignment))
    for check in checks_of(assignment):
        if check.outcome not in _NO_FAILURES:
            found.setdefault(_group_key(check, cleared), []).append(check)
    titles = {part.name: part.title for part in assignment.parts}
    return [_group(alike, titles) for alike in found.values()]


def nearest_the_loss(groups: Sequence[FailureGroup]) -> FailureGroup:
    """Choose the failure to begin with: of the first part that is not right, the one nearest the loss.

    A value that another failure lists after its own first one lies further from the loss.

    Args:
        groups: The failures of an assignment, at least one.
    """
    part = groups[0].first.part
    mine = [group for group in groups if group.first.part == part]
    mine = [group for group in mine if not group.first.hidden] or mine
    chosen, passed = mine[0], {_first_name(mine[0])}
    while nearer := [one for one in mine if _first_name(one) not in passed and _follows(chosen, one)]:
        chosen = nearer[0]
        passed.add(_first_name(chosen))
    return chosen


def _first_name(group: FailureGroup) -> str:
    return group.first.differences[0].name if group.first.differences else ""


def _follows(later: FailureGroup, group: FailureGroup) -> bool:
    """Tell whether the first wrong value of one failure comes after that of another in the latter's list."""
    return _first_name(later) in (one.name for one in group.first.differences[1:] if one.name)


def _group(alike: list[Check], titles: dict[str, str]) -> FailureGroup:
    # One that was not even tried shows less than the one that ran out of time for all of them, and one that
    # nothing is known of less than one with a reason.
    first = min(alike, key=lambda check: (check.untried, check.hidden, check.explanation is None))
    others = tuple(check for check in alike if check is not first)
    return FailureGroup(part=titles.get(first.part, first.part), first=first, others=others)


def _group_key(check: Check, cleared: Cleared) -> Hashable:
    if check.explanation is not None and check.explanation.is_cause:
        return check.part, check.explanation.name
    if check.outcome is Outcome.WRONG and check.differences:
        first, suspects = check.differences[0], suspects_of(check, cleared)
        return check.part, last_function(check), suspects, first.name, first.problem
    if check.outcome is Outcome.TIMEOUT and check.calls:
        return check.outcome, check.calls[-1].function  # no line is known of what ran out of time
    if check.outcome is Outcome.WRONG:
        why = check.explanation.name if check.explanation else ""
        return check.part, last_function(check), why, check.message
    if check.location is None:
        return check.outcome, check.exception, check.part, check.message
    return check.outcome, check.exception, _line_key(check.location)


def _line_key(location: Location) -> Hashable:
    """Identify a line, for a hidden check's too, whose function is not known."""
    return location.file, location.cell, location.line


def checks_by_missing_function(assignment: AssignmentReport) -> dict[str, list[Check]]:
    """Return the checks that wait for a function, by its name; the empty name where it is not known."""
    found: dict[str, list[Check]] = {}
    for check in checks_with_outcome(assignment, Outcome.NOT_STARTED, Outcome.SKIPPED):
        found.setdefault(_missing_function(check), []).append(check)
    return found


def first_to_write(assignment: AssignmentReport) -> tuple[str, str, Location | None]:
    """Return the first function to write, its part's title and where its stub is; empty where unknown."""
    for part in assignment.parts:
        for check in part.checks:
            if check.outcome is Outcome.NOT_STARTED and (function := _missing_function(check)):
                return function, part.title, check.location
    return "", "", None


def _missing_function(check: Check) -> str:
    return check.needs or (check.calls[-1].function if check.calls else "")


def pending_faults(pending: Iterable[Check]) -> tuple[Fault, ...]:
    """Return whose fault it is that checks are pending, the suite's first."""
    faults = {check.fault or Fault.SUITE for check in pending}
    return tuple(fault for fault in Fault if fault in faults)
