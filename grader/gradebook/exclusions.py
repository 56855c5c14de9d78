"""A bad check after the deadline: the points of a result as if the check had passed, or had never been."""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from grader.gradebook.records import CheckResult, PartResult

__all__ = ["apply_exclusions"]

_PASSED = "passed"
_PENDING = "pending"


def apply_exclusions(
    parts: tuple[PartResult, ...], *, for_all: Collection[str], for_nobody: Collection[str]
) -> tuple[PartResult, ...]:
    """Return the parts of a result with some checks excluded.

    Args:
        parts: The parts as they were graded.
        for_all: Checks that count as passed.
        for_nobody: Checks that do not count. A part that has no other check counts as passed, since nothing
            in it can be judged.

    Returns:
        The parts. One without any of these checks is as it was, so what could not be run stays at 0.
    """
    return tuple(_excluded(part, for_all, for_nobody) for part in parts)


def _excluded(part: PartResult, for_all: Collection[str], for_nobody: Collection[str]) -> PartResult:
    if not any(check.id in for_all or check.id in for_nobody for check in part.checks):
        return part
    checks = tuple(
        replace(check, outcome=_PASSED) if check.id in for_all else check
        for check in part.checks
        if check.id not in for_nobody
    )
    earned, withheld = _shares(part.scoring, checks)
    return replace(part, points=part.possible * earned, pending=part.possible * withheld, checks=checks)


def _shares(scoring: str, checks: tuple[CheckResult, ...]) -> tuple[Fraction, Fraction]:
    """Return the shares of a part, 0 to 1, that are earned and withheld; every check weighs the same."""
    if not checks:
        return Fraction(1), Fraction(0)
    passed = sum(check.outcome == _PASSED for check in checks)
    pending = sum(check.outcome == _PENDING for check in checks)
    if scoring == "proportional":
        return Fraction(passed, len(checks)), Fraction(pending, len(checks))
    if passed + pending < len(checks):
        return Fraction(0), Fraction(0)
    return (Fraction(0), Fraction(1)) if pending else (Fraction(1), Fraction(0))
