"""Whether two programs fail a check in the same way: the same wrong numbers, or the same exception."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from grader.diagnosis.observations import Observation, Seen

__all__ = ["Match", "compare"]

_RTOL: Final = 1e-9
_ENOUGH_NUMBERS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How far a failure agrees with that of a known mistake.

    Attributes:
        exact: Everything agrees.
        numbers: How many wrong numbers agree.
        factor: What the known mistake's numbers must be multiplied by, where they agree but for that.
    """

    exact: bool
    numbers: int
    factor: float = 1.0

    @property
    def weighty(self) -> bool:
        """Whether there are too many numbers for chance."""
        return self.numbers >= _ENOUGH_NUMBERS


def compare(student: Observation, known: Observation, factors: Sequence[float] = ()) -> Match | None:
    """Compare how a submission failed a check with how a known mistake fails it.

    Args:
        student: How the submission failed.
        known: How the mistake fails.
        factors: Factors to try besides 1 if nothing agrees without.

    Returns:
        How far they agree, or None. They agree in part if the first wrong value of the two, which is the one
        nearest the loss, is the same and wrong in the same way.
    """
    if student.exception or known.exception:
        same = bool(student.exception) and student.exception == known.exception
        return Match(exact=True, numbers=1) if same else None
    if not student.names:
        same = not known.names and student.message == known.message
        return Match(exact=True, numbers=0) if same else None
    if student.names != known.names:
        return None
    for factor in (1.0, *factors):
        if all(
            _same(mine, theirs, factor) for mine, theirs in zip(student.actual, known.actual, strict=True)
        ):
            return Match(exact=True, numbers=sum(_wrong_numbers(student)), factor=factor)
    return _first_wrong(student, known)


def _first_wrong(student: Observation, known: Observation) -> Match | None:
    """Compare the first wrong value alone: what follows from it may be wrong for another reason too."""
    first = student.wrong.index(True) if True in student.wrong else None
    if first is None or known.wrong[: first + 1] != student.wrong[: first + 1]:
        return None
    if not _same(student.actual[first], known.actual[first], 1.0):
        return None
    return Match(exact=False, numbers=next(_wrong_numbers(student)))


def _wrong_numbers(one: Observation) -> Iterator[int]:
    for wrong, actual in zip(one.wrong, one.actual, strict=True):
        if wrong:
            yield 0 if isinstance(actual, str) else actual.size


def _same(mine: Seen, theirs: Seen, factor: float) -> bool:
    if isinstance(mine, str) or isinstance(theirs, str):
        return isinstance(mine, str) and isinstance(theirs, str) and mine == theirs
    if mine.shape != theirs.shape:
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = theirs * factor
        finite = np.abs(scaled[np.isfinite(scaled)])
        scale = float(finite.max()) if finite.size else 0.0
        return np.allclose(mine, scaled, rtol=_RTOL, atol=_RTOL * scale, equal_nan=True)
