"""Score parts in exact fractions, and round once, when points are printed."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from grader.model.assignment import Scoring
from grader.model.check import Check, Outcome
from grader.model.report import PartScore

__all__ = ["format_points", "lost_part", "score_part"]


def score_part(
    name: str, title: str, possible: int, scoring: Scoring, checks: Sequence[Check], left_out: int = 0
) -> PartScore:
    """Score one part, with equal weight for each of its checks.

    The shares of pending checks and of those that were left out are withheld: neither earned nor lost. A part
    without any check is withheld whole: the suite has none for it, or only hidden ones that are not here.

    Args:
        name: Name of the part.
        title: The part's name for people.
        possible: Points of the part.
        scoring: `proportional`, or `all-or-nothing`: one lost check costs the whole part.
        checks: The part's checks that ran, in the order of the suite.
        left_out: Number of checks that did not run because only some were selected.

    Returns:
        The score, with points earned and points withheld.
    """
    passed = sum(check.outcome is Outcome.PASSED for check in checks)
    pending = sum(check.outcome is Outcome.PENDING for check in checks) + left_out
    earned, withheld = _shares(scoring, len(checks) + left_out, passed, pending)
    return PartScore(
        name=name,
        title=title,
        possible=Fraction(possible),
        points=possible * earned,
        pending=possible * withheld,
        checks=tuple(checks),
        left_out=left_out,
    )


def lost_part(name: str, title: str, possible: int) -> PartScore:
    """Score a part of a submission that cannot be run at all: no points, and none withheld."""
    return PartScore(
        name=name, title=title, possible=Fraction(possible), points=Fraction(), pending=Fraction(), checks=()
    )


def _shares(scoring: Scoring, total: int, passed: int, pending: int) -> tuple[Fraction, Fraction]:
    """Return the shares of a part, 0 to 1, that are earned and withheld."""
    nothing, everything = Fraction(0), Fraction(1)
    if total == 0:
        return nothing, everything
    if scoring is Scoring.PROPORTIONAL:
        return Fraction(passed, total), Fraction(pending, total)
    if passed + pending < total:
        return nothing, nothing
    return (nothing, everything) if pending else (everything, nothing)


def format_points(points: Fraction) -> str:
    """Format points with at most two decimals, rounded half up from the exact fraction.

    Args:
        points: Points, exact.

    Returns:
        Such as `35`, `7.5` or `33.33`.
    """
    hundredths = floor(points * 100 + Fraction(1, 2))
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"
