"""Recognise what a wrong value is by patterns in its numbers, without any catalogue."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.diagnosis import templates
from grader.diagnosis.failure_signature import FailureSignature, count_telling

__all__ = [
    "ErrorPattern",
    "WrongValue",
    "candidate_factors",
    "first_wrong_value",
    "recognise_patterns",
    "wrong_values",
]

_SMALLEST_SIZE: Final = 3  # 1 changes nothing, and 2 has a phrase of its own
_AXES: Final = {1: ("entries",), 2: ("rows", "columns")}
_CLOSE: Final = 1e-9
_FEWEST_ENTRIES: Final = 2
"""Entries beyond which agreement is a pattern, and not two numbers that happen to fit."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongValue:
    """A wrong value beside the right one.

    Attributes:
        name: Its name in the suite's words.
        actual: What came.
        expected: What is right.
        failure: The failure it belongs to.
    """

    name: str
    actual: Array
    expected: Array
    failure: FailureSignature

    @property
    def is_gradient(self) -> bool:
        """Whether it is the gradient of something in its case: only then are words about gradients true."""
        case = self.failure.case
        return case is not None and self.name in case.gradients

    @property
    def telling(self) -> int:
        """How many of the right numbers are such that agreement with them is hardly chance."""
        return count_telling(self.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPattern:
    """A pattern of a wrong value.

    Attributes:
        name: Name of the pattern, such as `transposed`; `templates.PATTERNS` has its text.
        value: Name of the value it is seen on.
        detail: What it is seen on, with the names and shapes of this check.
        phrase: What tells two patterns of one name apart: a factor as a phrase, or the name of another value.
        alike: Names of the values that show it in this check, the first one among them.
        of_gradient: Whether the value is a gradient.
    """

    name: str
    value: str
    detail: str
    phrase: str = ""
    alike: tuple[str, ...] = ()
    of_gradient: bool = False


def recognise_patterns(failure: FailureSignature) -> tuple[ErrorPattern, ...]:
    """Recognise all patterns that the first wrong value of a failure shows, the most telling first.

    Args:
        failure: How a check failed.

    Returns:
        The patterns; none if that value is no number or array. One of them alone is no proof of a cause.
    """
    first = first_wrong_value(failure)
    if first is None:
        return ()
    recognisers = _OF_VALUES if first.actual.shape == first.expected.shape else _OF_SHAPES
    with np.errstate(all="ignore"):
        return tuple(pattern for recognise in recognisers for pattern in recognise(first))


def first_wrong_value(failure: FailureSignature) -> WrongValue | None:
    """Return the wrong value nearest the loss; None where it is no number or array."""
    first = next(wrong_values(failure), None)
    if first is None or failure.names.index(first.name) != failure.first_wrong:
        return None
    return first


def wrong_values(failure: FailureSignature) -> Iterator[WrongValue]:
    """Yield the wrong values that are numbers or arrays, nearest the loss first."""
    compared = zip(failure.names, failure.actual, failure.expected, failure.wrong, strict=True)
    for name, actual, expected, wrong in compared:
        if wrong and not isinstance(actual, str) and not isinstance(expected, str):
            yield WrongValue(name=name, actual=actual, expected=expected, failure=failure)


def candidate_factors(failure: FailureSignature) -> dict[str, float]:
    """Return the factors to look for in a check: the sign, 2, and the sizes of its inputs' axes.

    Args:
        failure: How the check failed.

    Returns:
        Factors by their phrases, which complete "comes ...": `with the opposite sign`, `times 2`, `divided by
        the number of rows of `X``. Of two axes of one size, the first names it.
    """
    sizes = _axis_sizes(failure)
    found = {templates.OPPOSITE_SIGN: -1.0, templates.TWICE: 2.0, templates.HALF: 0.5}
    for size, (axis, name) in sizes.items():
        found[templates.TIMES_SIZE.format(axis=axis, input=name)] = float(size)
        found[templates.DIVIDED_BY_SIZE.format(axis=axis, input=name)] = 1.0 / size
    for size, (axis, name) in sizes.items():
        found[templates.TIMES_HALF_SIZE.format(axis=axis, input=name)] = size / 2
    return found


def _axis_sizes(failure: FailureSignature) -> dict[int, tuple[str, str]]:
    """Map each size of an axis to the name of the axis and of the first input that has it."""
    found: dict[int, tuple[str, str]] = {}
    for name, array in failure.inputs.items():
        for size, axis in zip(array.shape, _AXES.get(array.ndim, ()), strict=False):
            if size >= _SMALLEST_SIZE:
                found.setdefault(size, (axis, name))
    return found


def _not_finite(value: WrongValue) -> Iterator[ErrorPattern]:
    if np.isfinite(value.expected).all() and not np.isfinite(value.actual).all():
        yield _pattern("not-finite", value, templates.NOT_FINITE.format(name=value.name))


def _reshaped(value: WrongValue) -> Iterator[ErrorPattern]:
    """Recognise what became of a value whose shape is wrong."""
    actual, expected = value.actual, value.expected
    if not actual.size:
        return
    detail = templates.WRONG_SHAPE.format(
        name=value.name, actual=actual.shape, expected=expected.shape or templates.NO_SHAPE
    )
    for name, undo in _UNDO_RESHAPE.items():
        with suppress(ValueError, IndexError):  # not every shape can be treated so
            if _equal(undo(actual, expected), expected):
                yield _pattern(name, value, detail)
    if actual.shape == () and _equal(actual, expected.sum()):
        yield _pattern("summed-over-everything", value, detail)
    if expected.ndim == 1 and actual.shape == (*expected.shape, *expected.shape):
        yield _pattern("every-row-with-every-row", value, detail)


def _with_the_axes_of(actual: Array, expected: Array) -> Array:
    return actual if actual.ndim == expected.ndim else actual.reshape(expected.shape)


_UNDO_RESHAPE: Final[dict[str, Callable[[Array, Array], Any]]] = {
    "transposed": lambda actual, _: actual.T,
    "extra-dimension": _with_the_axes_of,
    "not-summed-over-the-samples": lambda actual, _: actual.sum(axis=0),
    "not-averaged-over-the-samples": lambda actual, _: actual.mean(axis=0),
}


def _all_zero(value: WrongValue) -> Iterator[ErrorPattern]:
    """Recognise a gradient of zeros; a loss or a verdict that is zero has no gradient to follow."""
    if value.is_gradient and not np.any(value.actual) and np.any(value.expected):
        yield _pattern("all-zero", value, templates.ALL_ZERO.format(name=value.name))


def _transposed(value: WrongValue) -> Iterator[ErrorPattern]:
    asymmetric = value.actual.ndim == 2 and not _equal(value.expected, value.expected.T)
    if asymmetric and _equal(value.actual.T, value.expected):
        detail = templates.TRANSPOSED.format(name=value.name)
        yield _pattern("transposed", value, detail)


def _exchanged(value: WrongValue) -> Iterator[ErrorPattern]:
    """Recognise two values in each other's place."""
    for other in wrong_values(value.failure):
        swapped = _equal(value.actual, other.expected) and _equal(other.actual, value.expected)
        if other.name != value.name and swapped:
            detail = templates.EXCHANGED.format(name=value.name, other=other.name)
            yield _pattern("exchanged", value, detail, phrase=other.name)


def _constant_ratio(value: WrongValue) -> Iterator[ErrorPattern]:
    """Recognise factors by which the value is off, and what else is off by them."""
    if not np.any(value.expected):
        return
    for phrase, factor in candidate_factors(value.failure).items():
        if _is_scaled(value, factor):
            alike = tuple(one.name for one in wrong_values(value.failure) if _is_scaled(one, factor))
            yield _pattern("constant-ratio", value, "", phrase=phrase, alike=alike)


def _is_scaled(value: WrongValue, factor: float) -> bool:
    return _equal(value.actual, factor * value.expected)


def _proportional_to_itself(value: WrongValue) -> Iterator[ErrorPattern]:
    """Recognise a gradient that differs by a multiple of its variable, as with a penalty on that."""
    variable = value.failure.inputs.get(value.name)
    if variable is None or not value.is_gradient:
        return
    difference = value.actual - value.expected
    if variable.shape != difference.shape or variable.size <= _FEWEST_ENTRIES or not np.any(variable):
        return
    slope = float(np.vdot(variable, difference) / np.vdot(variable, variable))
    if slope and _equal(difference, slope * variable):
        detail = templates.PROPORTIONAL.format(name=value.name)
        yield _pattern("proportional-to-its-variable", value, detail)


def _off_by_constant(value: WrongValue) -> Iterator[ErrorPattern]:
    difference = value.actual - value.expected
    if difference.size <= _FEWEST_ENTRIES or np.ptp(value.expected) == 0:
        return
    if _equal(difference, np.full_like(difference, difference.mean())):
        yield _pattern("off-by-a-constant", value, templates.OFF_BY_A_CONSTANT.format(name=value.name))


def _pattern(
    name: str, value: WrongValue, detail: str, *, phrase: str = "", alike: tuple[str, ...] = ()
) -> ErrorPattern:
    return ErrorPattern(
        name=name,
        value=value.name,
        detail=detail,
        phrase=phrase,
        alike=alike or (value.name,),
        of_gradient=value.is_gradient,
    )


def _equal(one: Any, other: Any) -> bool:
    """Return whether two arrays have one shape and the same values but for rounding."""
    mine, theirs = np.asarray(one), np.asarray(other)
    scale = float(np.max(np.abs(theirs), initial=0.0))
    return mine.shape == theirs.shape and bool(np.allclose(mine, theirs, rtol=_CLOSE, atol=_CLOSE * scale))


_Recogniser = Callable[[WrongValue], Iterator[ErrorPattern]]
_OF_SHAPES: Final[tuple[_Recogniser, ...]] = (_reshaped, _not_finite)
_OF_VALUES: Final[tuple[_Recogniser, ...]] = (
    _not_finite,
    _all_zero,
    _transposed,
    _exchanged,
    _constant_ratio,
    _proportional_to_itself,
    _off_by_constant,
)
