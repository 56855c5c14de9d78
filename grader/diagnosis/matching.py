"""Whether two programs fail a check in the same way: the same wrong numbers, or the same exception."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from grader.diagnosis.observations import Observation, Seen

__all__ = ["Match", "compare", "same"]

_RTOL: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How far a failure agrees with that of a known mistake.

    Attributes:
        exact: Everything agrees.
        telling: Whether a wrong number that is finite agrees, or a message: infinity and NaN come of many
            mistakes, so that on them alone none is named.
        zero: Whether everything is wrong and zero, as it is too where nothing has been computed: on that
            alone only a mistake is named that explains every failure.
    """

    exact: bool
    telling: bool = True
    zero: bool = False


def compare(student: Observation, known: Observation, factor: float = 1.0) -> Match | None:
    """Compare how a submission failed a check with how a known mistake fails it.

    Args:
        student: How the submission failed.
        known: How the mistake fails.
        factor: What the mistake's numbers are multiplied by before they are compared as a whole.

    Returns:
        How far they agree, or None. They agree in part if the first wrong value of the two, which is the one
        nearest the loss, is the same and wrong in the same way.
    """
    if student.exception or known.exception:
        alike = bool(student.exception) and student.exception == known.exception
        return Match(exact=True) if alike else None
    if not student.names:
        alike = not known.names and student.message == known.message
        return Match(exact=True) if alike else None
    if student.names != known.names:
        return None
    if all(same(mine, theirs, factor) for mine, theirs in zip(student.actual, known.actual, strict=True)):
        return Match(exact=True, telling=_is_telling(student), zero=_is_zero(student))
    return _first_wrong(student, known)


def _first_wrong(student: Observation, known: Observation) -> Match | None:
    """Compare the first wrong value alone: what follows from it may be wrong for another reason too."""
    first = student.first_wrong
    if first is None or known.wrong[: first + 1] != student.wrong[: first + 1]:
        return None
    if not same(student.actual[first], known.actual[first]):
        return None
    return Match(exact=False, telling=_is_telling(student), zero=_is_zero(student))


def _is_telling(student: Observation) -> bool:
    pairs = zip(student.actual, student.wrong, strict=True)
    wrong = [actual for actual, is_wrong in pairs if is_wrong]
    return any(isinstance(actual, str) or bool(np.isfinite(actual).any()) for actual in wrong)


def _is_zero(student: Observation) -> bool:
    return all(student.wrong) and not any(
        isinstance(actual, str) or actual.any() for actual in student.actual
    )


def same(mine: Seen, theirs: Seen, factor: float = 1.0) -> bool:
    """Whether two values are the same but for rounding, the second times a factor; NaN is like NaN."""
    if isinstance(mine, str) or isinstance(theirs, str):
        return isinstance(mine, str) and isinstance(theirs, str) and mine == theirs
    if mine.shape != theirs.shape:
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = theirs * factor
        if not (finite := np.isfinite(scaled)).all():
            alike = np.array_equal(mine[~finite], scaled[~finite], equal_nan=True)
            return alike and same(mine[finite], scaled[finite])
        # NumPy's own `allclose` takes five times as long, and this is asked thousands of times.
        greatest = np.abs(scaled).max(initial=0.0)
        return bool(np.abs(mine - scaled).max(initial=0.0) <= 2 * _RTOL * greatest)
