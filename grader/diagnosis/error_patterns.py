"""Recognise what a wrong value is by patterns in its numbers, without any catalogue."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.diagnosis.failure_signature import FailureSignature
from grader.model.check import Explanation

__all__ = [
    "PATTERN_TEXTS",
    "ErrorPattern",
    "WrongValue",
    "explain_by_pattern",
    "factors_of",
    "recognise_pattern",
    "wrong_values",
]

_SMALLEST_SIZE: Final = 3  # 1 changes nothing, and 2 has words of its own
_AXES: Final = {1: ("entries",), 2: ("rows", "columns")}


def factors_of(observation: FailureSignature) -> dict[str, float]:
    """Give the factors to look for in a check: the sign, 2, and the sizes of its inputs' axes.

    Args:
        observation: How the check failed.

    Returns:
        Factors by their words, which complete "comes ...": `with the opposite sign`, `times 2`, `divided by
        the number of rows of `X``. Of two axes of one size, the first names it.
    """
    found = {"with the opposite sign": -1.0, "times 2": 2.0, "divided by 2": 0.5}
    for size, words in _sizes(observation).items():
        found[f"times {words}"] = float(size)
        found[f"divided by {words}"] = 1.0 / size
    for size, words in _sizes(observation).items():
        found.setdefault(f"times half {words}", size / 2)
    return found


def _sizes(observation: FailureSignature) -> dict[int, str]:
    found: dict[int, str] = {}
    for name, array in observation.inputs.items():
        for size, axis in zip(array.shape, _AXES.get(array.ndim, ()), strict=False):
            if size >= _SMALLEST_SIZE:
                found.setdefault(size, f"the number of {axis} of `{name}`")
    return found


Array = npt.NDArray[np.float64]

_CLOSE: Final = 1e-9
_FEWEST: Final = 2
"""Entries that a pattern needs, so that it is more than two numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongValue:
    """A wrong value beside the right one.

    Attributes:
        name: Its name in the suite's words.
        actual: What came.
        expected: What is right.
        observation: The failure it belongs to.
    """

    name: str
    actual: Array
    expected: Array
    observation: FailureSignature


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPattern:
    """A pattern of a wrong value.

    Attributes:
        name: Name of the sign, such as `transposed`; `sign_words` has its text.
        detail: What it is seen on, with the names and shapes of this check.
        factor: The factor in words, where the sign is one.
    """

    name: str
    detail: str
    factor: str = ""


def wrong_values(observation: FailureSignature) -> Iterator[WrongValue]:
    """Give the wrong values that are numbers or arrays, nearest the loss first."""
    rows = zip(observation.names, observation.actual, observation.expected, observation.wrong, strict=True)
    for name, actual, expected, wrong in rows:
        if wrong and not isinstance(actual, str) and not isinstance(expected, str):
            yield WrongValue(name=name, actual=actual, expected=expected, observation=observation)


def recognise_pattern(observation: FailureSignature) -> ErrorPattern | None:
    """Read the first wrong value of a failure.

    Args:
        observation: How a check failed.

    Returns:
        The first sign that fits; None if none does, or if that value is no number or array.
    """
    first = next(wrong_values(observation), None)
    if first is None or observation.names.index(first.name) != observation.first_wrong:
        return None
    signs = _SIGNS if first.actual.shape == first.expected.shape else _SIGNS_OF_SHAPES
    with np.errstate(all="ignore"):
        return next((sign for read in signs if (sign := read(first))), None)


def _not_finite(wrong: WrongValue) -> ErrorPattern | None:
    if np.isfinite(wrong.actual).all():
        return None
    return ErrorPattern(name="not-finite", detail=f"`{wrong.name}` is the first value that is not finite.")


def _shape(wrong: WrongValue) -> ErrorPattern | None:
    """Recognise what became of a value whose shape is wrong."""
    actual, expected = wrong.actual, wrong.expected
    if not actual.size:
        return None
    due = expected.shape or "a number"
    shapes = f"`{wrong.name}` is {actual.shape} and should be {due}."
    for name, made in _RESHAPED.items():
        with suppress(ValueError, IndexError):  # not every shape can be treated so
            if _equal(made(actual, expected), expected):
                return ErrorPattern(name=name, detail=shapes)
    if actual.shape == () and _equal(actual, expected.sum()):
        return ErrorPattern(name="summed-over-everything", detail=shapes)
    if expected.ndim == 1 and actual.shape == (*expected.shape, *expected.shape):
        return ErrorPattern(name="every-row-with-every-row", detail=shapes)
    return None


def _with_the_axes_of(actual: Array, expected: Array) -> Array:
    return actual if actual.ndim == expected.ndim else actual.reshape(expected.shape)


_RESHAPED: Final[dict[str, Callable[[Array, Array], Any]]] = {
    "transposed": lambda actual, _: actual.T,
    "extra-dimension": _with_the_axes_of,
    "not-summed-over-the-samples": lambda actual, _: actual.sum(axis=0),
    "not-averaged-over-the-samples": lambda actual, _: actual.mean(axis=0),
}


def _zero(wrong: WrongValue) -> ErrorPattern | None:
    if np.any(wrong.actual) or not np.any(wrong.expected):
        return None
    return ErrorPattern(name="all-zero", detail=f"`{wrong.name}` is zero throughout.")


def _transposed(wrong: WrongValue) -> ErrorPattern | None:
    square = wrong.actual.ndim == 2 and not _equal(wrong.expected, wrong.expected.T)
    if not square or not _equal(wrong.actual.T, wrong.expected):
        return None
    return ErrorPattern(name="transposed", detail=f"`{wrong.name}` is the transpose of what it should be.")


def _exchanged(wrong: WrongValue) -> ErrorPattern | None:
    """Find two values in each other's place."""
    for other in wrong_values(wrong.observation):
        swapped = _equal(wrong.actual, other.expected) and _equal(other.actual, wrong.expected)
        if other.name != wrong.name and swapped:
            return ErrorPattern(name="exchanged", detail=f"`{wrong.name}` and `{other.name}` are exchanged.")
    return None


def _ratio(wrong: WrongValue) -> ErrorPattern | None:
    """Find the factor by which the value is off, and what else is off by it."""
    if not np.any(wrong.expected):
        return None
    for words, factor in factors_of(wrong.observation).items():
        if _equal(wrong.actual, factor * wrong.expected):
            same = [one.name for one in wrong_values(wrong.observation) if _is_scaled(one, factor)]
            verb = "comes out" if len(same) == 1 else "come out"
            names = ", ".join(f"`{name}`" for name in same)
            return ErrorPattern(name="constant-ratio", detail=f"{names} {verb} {words}.", factor=words)
    return None


def _is_scaled(wrong: WrongValue, factor: float) -> bool:
    return wrong.actual.shape == wrong.expected.shape and _equal(wrong.actual, factor * wrong.expected)


def _affine(wrong: WrongValue) -> ErrorPattern | None:
    """Find a difference that is proportional to one of the inputs, as a regulariser's gradient is."""
    difference = wrong.actual - wrong.expected
    for name, array in wrong.observation.inputs.items():
        if array.shape != difference.shape or array.size <= _FEWEST or not np.any(array):
            continue
        slope = float(np.vdot(array, difference) / np.vdot(array, array))
        if slope and _equal(difference, slope * array):
            detail = f"`{wrong.name}` differs by a multiple of `{name}`."
            return ErrorPattern(name="proportional-to-an-input", detail=detail)
    return None


def _constant(wrong: WrongValue) -> ErrorPattern | None:
    difference = wrong.actual - wrong.expected
    if difference.size <= _FEWEST or not _equal(difference, np.full_like(difference, difference.mean())):
        return None
    return ErrorPattern(
        name="off-by-a-constant", detail=f"`{wrong.name}` is off by the same amount everywhere."
    )


_SIGNS_OF_SHAPES: Final[tuple[Callable[[WrongValue], ErrorPattern | None], ...]] = (_shape, _not_finite)
_SIGNS: Final[tuple[Callable[[WrongValue], ErrorPattern | None], ...]] = (
    _not_finite,
    _zero,
    _transposed,
    _exchanged,
    _ratio,
    _affine,
    _constant,
)


def _equal(one: Any, other: Any) -> bool:
    """Whether two arrays have one shape and the same values but for rounding."""
    mine, theirs = np.asarray(one), np.asarray(other)
    scale = float(np.max(np.abs(theirs), initial=0.0))
    return mine.shape == theirs.shape and bool(np.allclose(mine, theirs, rtol=_CLOSE, atol=_CLOSE * scale))


PATTERN_TEXTS: Final[Mapping[str, str]] = {
    "transposed": (
        "The values are right, and their rows and columns are exchanged. A gradient has the shape"
        " of its variable."
    ),
    "extra-dimension": (
        "The numbers are right, with an axis too many or too few. The docstring says which shape is due."
    ),
    "not-summed-over-the-samples": (
        "There is still an entry for every sample. What all samples share gets the sum of what "
        "each contributes."
    ),
    "not-averaged-over-the-samples": (
        "There is still an entry for every sample. The mean over the samples is one number."
    ),
    "summed-over-everything": (
        "A sum without an axis adds up everything. Say over which axis it goes: what is left has "
        "the shape of the variable."
    ),
    "every-row-with-every-row": (
        "A column and a flat array are combined, each entry of the one with every entry of the "
        "other. Give both the same shape first."
    ),
    "not-finite": (
        "Such a number comes of a division by zero, a logarithm of zero, or an exponential of a "
        "large number. Look for the first step in which that can happen."
    ),
    "all-zero": "Nothing arrives here. Follow the gradient from the loss: which step passes nothing on?",
    "exchanged": (
        "Two values are right and in each other's place. In a product, each factor gets the "
        "gradient times the other factor."
    ),
    "constant-ratio": (
        "The values are right but for one factor. Count how often each factor of the formula "
        "occurs: it belongs there once, and every later step inherits it."
    ),
    "proportional-to-an-input": (
        "What is too much is proportional to one of the inputs, as the gradient of a penalty on "
        "it would be. The loss of this assignment has no such term."
    ),
    "off-by-a-constant": (
        "All entries are off by the same amount: a term is added that should not be, or is missing."
    ),
    "first-wrong": (
        "One value is wrong before all others, and what it is computed from is right. Begin with the step "
        "that computes it."
    ),
}


_ENOUGH_CHECKS: Final = 2


def explain_by_pattern(failures: Mapping[str, FailureSignature]) -> dict[str, Explanation]:
    """Explain failures of one part by what can be read from their numbers alone.

    Args:
        failures: How checks of the part failed, by id.

    Returns:
        Explanations by id of check. A sign that is seen in one check alone is told as a guess, and so is a
        factor that differs from check to check. Where there is no sign, the first wrong value among right
        ones is pointed at.
    """
    signs = {check: sign for check, failure in failures.items() if (sign := _sign(failure))}
    seen = Counter((sign.name, sign.factor) for sign in signs.values())
    return {
        check: Explanation(
            name=sign.name,
            text=PATTERN_TEXTS[sign.name],
            detail=sign.detail,
            certain=sign.name == _FIRST or seen[sign.name, sign.factor] >= _ENOUGH_CHECKS,
        )
        for check, sign in signs.items()
    }


_FIRST: Final = "first-wrong"


def _sign(failure: FailureSignature) -> ErrorPattern | None:
    return recognise_pattern(failure) or _first_wrong(failure)


def _first_wrong(failure: FailureSignature) -> ErrorPattern | None:
    """Point at the first wrong value where right ones come before it or wrong ones after it."""
    if len(failure.names) == 1 or failure.first_wrong is None:
        return None
    return ErrorPattern(name=_FIRST, detail=f"It is `{failure.names[failure.first_wrong]}`.")
