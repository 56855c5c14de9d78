"""Recognise what a wrong value is by patterns in its numbers, without any catalogue."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.diagnosis import templates
from grader.diagnosis.failure_signature import FailureSignature
from grader.model.check import Explanation

__all__ = [
    "ErrorPattern",
    "WrongValue",
    "candidate_factors",
    "explain_by_pattern",
    "recognise_pattern",
    "wrong_values",
]

_SMALLEST_SIZE: Final = 3  # 1 changes nothing, and 2 has a phrase of its own
_AXES: Final = {1: ("entries",), 2: ("rows", "columns")}
_CLOSE: Final = 1e-9
_FEWEST_ENTRIES: Final = 2
"""Entries beyond which agreement is a pattern, and not two numbers that happen to fit."""
_ENOUGH_CHECKS: Final = 2
_FIRST_WRONG: Final = "first-wrong"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPattern:
    """A pattern of a wrong value.

    Attributes:
        name: Name of the pattern, such as `transposed`; `templates.PATTERNS` has its text.
        detail: What it is seen on, with the names and shapes of this check.
        factor: The factor as a phrase, where the pattern is one.
    """

    name: str
    detail: str
    factor: str = ""


def explain_by_pattern(failures: Mapping[str, FailureSignature]) -> dict[str, Explanation]:
    """Explain failures of one part by what can be read from their numbers alone.

    Args:
        failures: How checks of the part failed, by id.

    Returns:
        Explanations by id of check. A pattern that is seen in one check alone is a guess, and so is a factor
        that differs from check to check. Where there is no pattern, the first wrong value among right ones is
        pointed at.
    """
    recognised = {check: recognise_pattern(one) or _first_wrong(one) for check, one in failures.items()}
    patterns = {check: pattern for check, pattern in recognised.items() if pattern is not None}
    seen = Counter((pattern.name, pattern.factor) for pattern in patterns.values())
    return {
        check: Explanation(
            name=pattern.name,
            text=templates.PATTERNS[pattern.name],
            detail=pattern.detail,
            certain=pattern.name == _FIRST_WRONG or seen[pattern.name, pattern.factor] >= _ENOUGH_CHECKS,
        )
        for check, pattern in patterns.items()
    }


def recognise_pattern(failure: FailureSignature) -> ErrorPattern | None:
    """Recognise the first wrong value of a failure.

    Args:
        failure: How a check failed.

    Returns:
        The first pattern that fits; None if none does, or if that value is no number or array.
    """
    first = next(wrong_values(failure), None)
    if first is None or failure.names.index(first.name) != failure.first_wrong:
        return None
    recognisers = _OF_VALUES if first.actual.shape == first.expected.shape else _OF_SHAPES
    with np.errstate(all="ignore"):
        return next((pattern for recognise in recognisers if (pattern := recognise(first))), None)


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


def _first_wrong(failure: FailureSignature) -> ErrorPattern | None:
    """Point at the first wrong value where right ones come before it or wrong ones after it."""
    if len(failure.names) == 1 or failure.first_wrong is None:
        return None
    detail = templates.FIRST_WRONG.format(name=failure.names[failure.first_wrong])
    return ErrorPattern(name=_FIRST_WRONG, detail=detail)


def _not_finite(value: WrongValue) -> ErrorPattern | None:
    if np.isfinite(value.actual).all():
        return None
    return ErrorPattern(name="not-finite", detail=templates.NOT_FINITE.format(name=value.name))


def _reshaped(value: WrongValue) -> ErrorPattern | None:
    """Recognise what became of a value whose shape is wrong."""
    actual, expected = value.actual, value.expected
    if not actual.size:
        return None
    detail = templates.WRONG_SHAPE.format(
        name=value.name, actual=actual.shape, expected=expected.shape or templates.NO_SHAPE
    )
    for name, undo in _UNDO_RESHAPE.items():
        with suppress(ValueError, IndexError):  # not every shape can be treated so
            if _equal(undo(actual, expected), expected):
                return ErrorPattern(name=name, detail=detail)
    if actual.shape == () and _equal(actual, expected.sum()):
        return ErrorPattern(name="summed-over-everything", detail=detail)
    if expected.ndim == 1 and actual.shape == (*expected.shape, *expected.shape):
        return ErrorPattern(name="every-row-with-every-row", detail=detail)
    return None


def _with_the_axes_of(actual: Array, expected: Array) -> Array:
    return actual if actual.ndim == expected.ndim else actual.reshape(expected.shape)


_UNDO_RESHAPE: Final[dict[str, Callable[[Array, Array], Any]]] = {
    "transposed": lambda actual, _: actual.T,
    "extra-dimension": _with_the_axes_of,
    "not-summed-over-the-samples": lambda actual, _: actual.sum(axis=0),
    "not-averaged-over-the-samples": lambda actual, _: actual.mean(axis=0),
}


def _all_zero(value: WrongValue) -> ErrorPattern | None:
    if np.any(value.actual) or not np.any(value.expected):
        return None
    return ErrorPattern(name="all-zero", detail=templates.ALL_ZERO.format(name=value.name))


def _transposed(value: WrongValue) -> ErrorPattern | None:
    asymmetric = value.actual.ndim == 2 and not _equal(value.expected, value.expected.T)
    if not asymmetric or not _equal(value.actual.T, value.expected):
        return None
    return ErrorPattern(name="transposed", detail=templates.TRANSPOSED.format(name=value.name))


def _exchanged(value: WrongValue) -> ErrorPattern | None:
    """Recognise two values in each other's place."""
    for other in wrong_values(value.failure):
        swapped = _equal(value.actual, other.expected) and _equal(other.actual, value.expected)
        if other.name != value.name and swapped:
            detail = templates.EXCHANGED.format(name=value.name, other=other.name)
            return ErrorPattern(name="exchanged", detail=detail)
    return None


def _constant_ratio(value: WrongValue) -> ErrorPattern | None:
    """Recognise the factor by which the value is off, and what else is off by it."""
    if not np.any(value.expected):
        return None
    for phrase, factor in candidate_factors(value.failure).items():
        if _is_scaled(value, factor):
            scaled = [f"`{one.name}`" for one in wrong_values(value.failure) if _is_scaled(one, factor)]
            detail = templates.CONSTANT_RATIO.format(len(scaled), names=", ".join(scaled), factor=phrase)
            return ErrorPattern(name="constant-ratio", detail=detail, factor=phrase)
    return None


def _is_scaled(value: WrongValue, factor: float) -> bool:
    return _equal(value.actual, factor * value.expected)


def _proportional_to_input(value: WrongValue) -> ErrorPattern | None:
    """Recognise a difference that is proportional to one of the inputs, as a regulariser's gradient is."""
    difference = value.actual - value.expected
    for name, array in value.failure.inputs.items():
        if array.shape != difference.shape or array.size <= _FEWEST_ENTRIES or not np.any(array):
            continue
        slope = float(np.vdot(array, difference) / np.vdot(array, array))
        if slope and _equal(difference, slope * array):
            detail = templates.PROPORTIONAL.format(name=value.name, input=name)
            return ErrorPattern(name="proportional-to-an-input", detail=detail)
    return None


def _off_by_constant(value: WrongValue) -> ErrorPattern | None:
    difference = value.actual - value.expected
    if difference.size <= _FEWEST_ENTRIES:
        return None
    if not _equal(difference, np.full_like(difference, difference.mean())):
        return None
    return ErrorPattern(name="off-by-a-constant", detail=templates.OFF_BY_A_CONSTANT.format(name=value.name))


def _equal(one: Any, other: Any) -> bool:
    """Return whether two arrays have one shape and the same values but for rounding."""
    mine, theirs = np.asarray(one), np.asarray(other)
    scale = float(np.max(np.abs(theirs), initial=0.0))
    return mine.shape == theirs.shape and bool(np.allclose(mine, theirs, rtol=_CLOSE, atol=_CLOSE * scale))


_Recogniser = Callable[[WrongValue], ErrorPattern | None]
_OF_SHAPES: Final[tuple[_Recogniser, ...]] = (_reshaped, _not_finite)
_OF_VALUES: Final[tuple[_Recogniser, ...]] = (
    _not_finite,
    _all_zero,
    _transposed,
    _exchanged,
    _constant_ratio,
    _proportional_to_input,
    _off_by_constant,
)
