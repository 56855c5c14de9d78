"""Which submissions need a human, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import quantiles
from typing import Final

from grader.gradebook.figures import count_points, format_points
from grader.model.check import Outcome
from grader.model.formatting import PluralTemplate, join_first
from grader.site.records import Work

__all__ = ["Concern", "find_concerns"]

_FAR_BELOW: Final = Fraction(2, 5)
_MOST_STUCK: Final = Fraction(1, 2)

_PENDING: Final = (
    "{points} pending: the suite or the grader failed, not the code. Grade again with --pending."
)
_FAULT: Final = "The suite or the grader failed, not the code: {fault}"
_UNUSABLE: Final = "The file cannot be run. A look may show a slip that is mended in a minute."
_CRASHED: Final = PluralTemplate(
    one="A check ended in a crash or out of memory.",
    many="{number} checks ended in a crash or out of memory.",
)
_TIMEOUT: Final = PluralTemplate(one="A check ran out of time.", many="{number} checks ran out of time.")
_FAR_BELOW_VISIBLE: Final = (
    "{visible} % of the visible checks pass, and {hidden} % of the hidden ones. Do the visible checks "
    "promise too much, or were answers written for their numbers alone?"
)
_STUCK: Final = "{count} attempts, and no more points than with the first. Somebody should talk to them."
_ENOUGH: Final = 20
"""How many must be judged before anybody is far below the class."""
_WHISKER: Final = Fraction(3, 2)
_FAR_BEHIND: Final = Fraction(1, 5)
"""Which share of all points somebody must lie below the median, for a class may lie close together."""
_MOST_NAMES: Final = 6
_LOW: Final = (
    "{points} of {possible}, in a class whose median is {median}, and its lower quartile {quartile}."
)
_ALIKE: Final = "The program is like that of {names}."
_NOT_BEGUN: Final = "Handed in as it was handed out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A submission that needs a human.

    Attributes:
        work: The submission, and whose it is.
        kind: The kind of the first reason, to sort by.
        reasons: Why, as sentences.
    """

    work: Work
    kind: str
    reasons: tuple[str, ...]


def find_concerns(works: Sequence[Work], alike: Mapping[str, Sequence[str]] | None = None) -> list[Concern]:
    """Find the submissions that need a human, those first that cannot be decided without one.

    Args:
        works: What the class did for an assignment.
        alike: By a student's key, the names of those whose programs are like theirs.
    """
    found = []
    spread = _find_spread(works)
    for work in works:
        told = list(_reasons(work)) or list(_far_behind(work, spread))
        if others := (alike or {}).get(work.student.key):
            told.append(("alike", _ALIKE.format(names=join_first(list(others), most=_MOST_NAMES))))
        if told:
            found.append(Concern(work=work, kind=told[0][0], reasons=tuple(reason for _, reason in told)))
    order = (
        "pending",
        "unusable",
        "crashed",
        "out of time",
        "far below",
        "stuck",
        "low",
        "alike",
        "not begun",
    )
    return sorted(found, key=lambda one: order.index(one.kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spread:
    """How the points of a class lie.

    Attributes:
        fence: The lower fence of a box plot: 1.5 times the distance of the quartiles below the lower one.
        quartile: The lower quartile.
        median: The median.
    """

    fence: Fraction
    quartile: Fraction
    median: Fraction


def _find_spread(works: Sequence[Work]) -> _Spread | None:
    """Return how the points of a class lie; None for one too small to say."""
    points = [work.grade.points for work in works if work.is_judged and work.grade.points is not None]
    if len(points) < _ENOUGH:
        return None
    low, middle, high = quantiles(points, n=4)
    return _Spread(fence=low - (high - low) * _WHISKER, quartile=low, median=middle)


def _far_behind(work: Work, spread: _Spread | None) -> Iterator[tuple[str, str]]:
    points = work.grade.points
    if spread is None or points is None or not work.is_judged:
        return
    if points < spread.fence and points <= spread.median - work.grade.possible * _FAR_BEHIND:
        told = _LOW.format(
            points=format_points(points),
            possible=count_points(work.grade.possible),
            quartile=format_points(spread.quartile),
            median=format_points(spread.median),
        )
        yield "low", told


def _reasons(work: Work) -> Iterator[tuple[str, str]]:
    if not work.attempts:
        return
    for attempt in work.faulty[-1:]:
        if attempt.pending:
            yield "pending", _PENDING.format(points=count_points(attempt.pending))
        else:
            yield "pending", _FAULT.format(fault=attempt.fault)
    if work.unusable:
        yield "unusable", _UNUSABLE
    yield from _ends(work)
    visible, hidden = work.pass_rate(hidden=False), work.pass_rate(hidden=True)
    if visible is not None and hidden is not None and visible - hidden >= _FAR_BELOW:
        yield (
            "far below",
            _FAR_BELOW_VISIBLE.format(visible=round(100 * visible), hidden=round(100 * hidden)),
        )
    first, last = work.attempts[0], work.attempts[-1]
    if len(work.attempts) > 2 and last.points <= first.points and work.share < _MOST_STUCK:
        yield "stuck", _STUCK.format(count=len(work.attempts))
    if work.untouched:
        yield "not begun", _NOT_BEGUN


def _ends(work: Work) -> Iterator[tuple[str, str]]:
    # A known mistake that ends this way is told as such.
    ended = [one.outcome for one in work.checks if not one.cause]
    if crashed := sum(one in {Outcome.CRASHED, Outcome.MEMORY} for one in ended):
        yield "crashed", _CRASHED.format(crashed)
    if slow := sum(one is Outcome.TIMEOUT for one in ended):
        yield "out of time", _TIMEOUT.format(slow)
