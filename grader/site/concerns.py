"""Which submissions need a human, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from grader.gradebook.figures import count_points
from grader.model.check import Outcome
from grader.model.formatting import PluralTemplate
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


def find_concerns(works: Sequence[Work]) -> list[Concern]:
    """Find the submissions that need a human, those first that cannot be decided without one."""
    found = []
    for work in works:
        told = list(_reasons(work))
        if told:
            found.append(Concern(work=work, kind=told[0][0], reasons=tuple(reason for _, reason in told)))
    order = ("pending", "unusable", "crashed", "out of time", "far below", "stuck", "not begun")
    return sorted(found, key=lambda one: order.index(one.kind))


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
