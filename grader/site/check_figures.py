"""How the checks of an assignment did: which are hard, which say nothing, and which may be unfair."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import fmean
from typing import Final

from grader.model.check import Outcome
from grader.site.records import CheckEnd, Work

__all__ = ["CheckFigures", "PartFigures", "check_figures", "part_figures"]

_ENOUGH: Final = 8
"""How many must have tried a check before anything is said about its fairness."""
_ALONE: Final = Fraction(1, 50)
"""Which share of those who tried a check may fail it alone before it is doubted."""
_UNEXPLAINED: Final = Fraction(1, 2)
_HARD: Final = Fraction(1, 10)

_FAILED_ALONE: Final = (
    "{alone} of {tried} fail it who pass everything else of its part, and no known mistake explains it. "
    "Is it fair, and does the handout say what it asks for?"
)
_NOT_EXPLAINED: Final = (
    "{unexplained} of {failed} failures have no known cause. Either a mistake is not known yet, or the check "
    "asks for something else than it says."
)
_UNDECIDED: Final = "It could not be judged for {pending}: the suite or the grader is at fault."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFigures:
    """How one check did.

    Attributes:
        id: The check's name in the suite.
        title: The check's name for people.
        part: Title of its part.
        hidden: Whether it belongs to the hidden suite.
        handed_in: How many handed in something that it ran on.
        passed: How many passed.
        failed: How many tried and failed.
        unexplained: How many of these have no known mistake in its part.
        alone: How many of these pass everything else of its part.
        untouched: How many have not written what it asks for.
        pending: For how many it could not be judged.
        agreement: How well passing it goes with passing the others, -1 to 1; None where all ended alike.
        main_cause: The cause that most failed by; empty for none.
        failing: Who tried and failed.
    """

    id: str
    title: str
    part: str
    hidden: bool
    handed_in: int
    passed: int
    failed: int
    unexplained: int
    alone: int
    untouched: int
    pending: int
    agreement: float | None
    main_cause: str
    failing: tuple[Work, ...]

    @property
    def pass_rate(self) -> Fraction:
        """The share that passed of those for whom it could be judged."""
        judged = self.handed_in - self.pending
        return Fraction(self.passed, judged) if judged else Fraction()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What should be looked at, as sentences; none for a check that seems sound."""
        return tuple(self._remarks())

    def _remarks(self) -> Iterator[str]:
        if self.pending:
            yield _UNDECIDED.format(pending=self.pending)
        tried = self.passed + self.failed
        if tried < _ENOUGH:
            return
        if self.alone >= 3 and self.alone >= _ALONE * tried:
            yield _FAILED_ALONE.format(alone=self.alone, tried=tried)
        if self.failed >= _HARD * tried and self.unexplained >= max(3, int(_UNEXPLAINED * self.failed)):
            yield _NOT_EXPLAINED.format(unexplained=self.unexplained, failed=self.failed)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFigures:
    """How one part did.

    Attributes:
        name: Name of the part.
        title: The part's name for people.
        possible: Points of the part.
        mean: The mean of the points earned.
        whole: How many earned all of them.
        none: How many earned none.
        handed_in: How many handed in.
    """

    name: str
    title: str
    possible: Fraction
    mean: Fraction
    whole: int
    none: int
    handed_in: int

    @property
    def share(self) -> Fraction:
        """The mean as a share of the points."""
        return self.mean / self.possible if self.possible else Fraction()


def part_figures(works: Sequence[Work]) -> list[PartFigures]:
    """Return how the parts did, the worst first."""
    handed_in = [work for work in works if work.parts]
    found: dict[str, list[tuple[Fraction, Fraction, str]]] = {}
    for work in handed_in:
        for part in work.parts:
            found.setdefault(part.name, []).append((part.points, part.possible, part.title))
    figures = [
        PartFigures(
            name=name,
            title=rows[-1][2],
            possible=rows[-1][1],
            mean=sum((points for points, _, _ in rows), Fraction()) / len(rows),
            whole=sum(points == possible for points, possible, _ in rows),
            none=sum(not points for points, _, _ in rows),
            handed_in=len(rows),
        )
        for name, rows in found.items()
    ]
    return sorted(figures, key=lambda one: one.share)


def check_figures(works: Sequence[Work]) -> list[CheckFigures]:
    """Return how the checks did, the worst first."""
    titles = {part.name: part.title for work in works for part in work.parts}
    ended: dict[str, list[_Ended]] = {}
    for work in works:
        for one in _ends(work):
            # Where the suite failed in one place, what it found elsewhere may lack its cause.
            if work.is_judged or one.end.outcome is Outcome.PENDING:
                ended.setdefault(one.end.id, []).append(one)
    figures = [_figures(rows, titles) for rows in ended.values()]
    return sorted(figures, key=lambda one: (one.pass_rate, one.part, one.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """How a check ended for one student.

    Attributes:
        work: Whose it is.
        end: How it ended.
        rest: The share of the other checks that passed.
        explained: Whether a known mistake was met in its part.
        alone: Whether everything else of its part passed.
    """

    work: Work
    end: CheckEnd
    rest: float
    explained: bool
    alone: bool


def _ends(work: Work) -> Iterator[_Ended]:
    tried = [one for one in work.checks if one.was_tried]
    passed = sum(not one.failed for one in tried)
    failures = Counter(one.part for one in tried if one.failed)
    explained = {one.part for one in tried if one.cause}
    for one in work.checks:
        others = len(tried) - one.was_tried
        right = one.outcome is Outcome.PASSED
        yield _Ended(
            work=work,
            end=one,
            rest=(passed - right) / others if others else 0.0,
            explained=one.part in explained,
            alone=failures[one.part] == (one.was_tried and not right),
        )


def _figures(rows: Sequence[_Ended], titles: dict[str, str]) -> CheckFigures:
    last = rows[-1].end
    tried = [one for one in rows if one.end.was_tried]
    failed = [one for one in tried if one.end.failed]
    causes = Counter(one.end.cause for one in failed if one.end.cause)
    return CheckFigures(
        id=last.id,
        title=last.title,
        part=titles.get(last.part, last.part),
        hidden=last.hidden,
        handed_in=len(rows),
        passed=len(tried) - len(failed),
        failed=len(failed),
        unexplained=sum(not one.explained for one in failed),
        alone=sum(one.alone and not one.explained for one in failed),
        untouched=sum(one.end.outcome in {Outcome.NOT_STARTED, Outcome.SKIPPED} for one in rows),
        pending=sum(one.end.outcome is Outcome.PENDING for one in rows),
        agreement=_correlation([float(not one.end.failed) for one in tried], [one.rest for one in tried]),
        main_cause=causes.most_common(1)[0][0] if causes else "",
        failing=tuple(one.work for one in failed),
    )


def _correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Return Pearson's correlation; None where either does not vary."""
    if len(xs) < _ENOUGH:
        return None
    x_mean, y_mean = fmean(xs), fmean(ys)
    x_spread = sqrt(sum((x - x_mean) ** 2 for x in xs))
    y_spread = sqrt(sum((y - y_mean) ** 2 for y in ys))
    if not x_spread or not y_spread:
        return None
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / (x_spread * y_spread)
