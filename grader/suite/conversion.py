"""Convert an answer to the type that was asked for, where that loses nothing.

Whoever returns the right numbers in the right shape is right, in whatever type they come: a list of lists for
an array, a masked array without masked entries, a matrix, a list for a tuple. What came is noted, so that the
report can say once what the docstring asks for. An answer that would lose something, or that holds something
else than numbers, stays as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.sandbox.plain_forms import FORMS, MATRIX, REFUSALS
from grader.suite.handles import Handle
from grader.suite.session import Session

__all__ = ["Converted", "Converter", "Strict", "as_array"]

_LISTS: Final = (list, tuple)
_NUMBER_KINDS: Final = "biufc"
_DOUBLE: Final = np.dtype(np.float64)
_AN_ARRAY: Final = "an array"
_A_NUMBER: Final = "a number"
_A_FLOAT: Final = "a float"
_A_DICT: Final = "a dict"
_ASKED_SEQUENCE: Final[dict[type, str]] = {list: "a list", tuple: "a tuple"}
_ARRAY_OF: Final = "an array of {kind}"
_UNEVEN: Final = "a {kind} whose entries differ in shape"
_NO_NUMBERS: Final = "a {kind} of something else than numbers"
_OTHER_NUMBERS: Final = "a {kind} of {numbers}"
_WORDS_OF_KINDS: Final = {"b": "bools", "c": "complex numbers", "i": "integers", "u": "integers"}
_NUMBERS_IN_LISTS: Final = {**dict.fromkeys("iuf", "numbers"), "b": "bools", "c": "complex numbers"}
_WORDS_OF_NUMBERS: Final = {"b": "a bool", "c": "a complex number"}

_Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """An answer in the type that was asked for, or as it came.

    Attributes:
        value: The answer.
        came: The type that it had, such as `a list`; empty if that is what was asked for.
        asked: The type that was asked for.
        refusal: What it is in place of what was asked for, where it could not be converted; empty if it was,
            and where nothing more is known than its type.
    """

    value: Any
    came: str = ""
    asked: str = ""
    refusal: str = ""


class Converter:
    """Converts the answers of a check.

    Args:
        session: Knows the objects in the worker, and takes the notes; None where there are none.
    """

    def __init__(self, session: Session | None = None) -> None:
        self._session = session

    def to_numbers(self, actual: Any, right: _Array) -> Converted:
        """Convert an answer to a number or an array.

        Args:
            actual: What came.
            right: What is right: only its number of axes, its type and whether it has entries matter.
        """
        plain = self._plain(actual)
        if plain.refusal:
            return plain
        value, came = plain.value, plain.came
        if type(value) in _LISTS and right.ndim:
            stacked = self._stacked(value)
            if isinstance(stacked, str):
                return Converted(value=actual, refusal=stacked)
            came = came or f"a {type(value).__name__}"
            value = _with_empty_axes(stacked, right)
        if not _is_numeric(value):
            return Converted(value=actual)
        if came == FORMS[MATRIX]:
            value = _without_first_axis(value, right)
        named = _name_type(value, right)
        real = _real(value, right)
        if _kind(real) == "c" or (right.dtype.kind == "b") != (_kind(real) == "b"):
            return Converted(value=actual, refusal=_name_list(actual, _kind(real)))
        came, asked = (came, _name_asked(right)) if came else named
        return self._noted(actual, real, came, asked)

    def to_sequence(self, actual: Any, right: Any) -> Converted:
        """Convert an answer to a list or tuple, whose entries stay as they are.

        Args:
            actual: What came.
            right: The right list or tuple.
        """
        plain = self._plain(actual)
        if plain.refusal:
            return plain
        value, came, asked = plain.value, plain.came, _ASKED_SEQUENCE[type(right)]
        if type(value) in _LISTS:
            came = came or _ASKED_SEQUENCE[type(value)]
            return self._noted(actual, value, "" if came == asked else came, asked)
        if type(value) is np.ndarray and value.ndim:
            return self._noted(actual, list(value), came or _AN_ARRAY, asked)
        return Converted(value=actual)

    def to_mapping(self, actual: Any) -> Converted:
        """Convert an answer to a dict, whose entries stay as they are."""
        plain = self._plain(actual)
        if plain.refusal or type(plain.value) is not dict:
            return Converted(value=actual, refusal=plain.refusal)
        return self._noted(actual, plain.value, plain.came, _A_DICT)

    def convert(self, actual: Any, right: Any) -> Any:
        """Convert an answer, entry by entry, as far as it can be; the rest stays as it came."""
        if isinstance(right, Mapping):
            entries = self.to_mapping(actual).value
            if type(entries) is not dict:
                return actual
            return {
                key: self.convert(entry, right[key]) if key in right else entry
                for key, entry in entries.items()
            }
        if isinstance(right, _LISTS):
            sequence = self.to_sequence(actual, right).value
            if type(sequence) not in _LISTS or len(sequence) != len(right):
                return actual
            return type(right)(map(self.convert, sequence, right))
        numbers = as_array(right)
        return self.to_numbers(actual, numbers).value if numbers.dtype.kind in _NUMBER_KINDS else actual

    def _plain(self, actual: Any) -> Converted:
        """Give the plain value of an object in the worker; all else stays as it is."""
        if not isinstance(actual, Handle) or self._session is None:
            return Converted(value=actual)
        ((form, value),) = self._session.plain_forms([actual])
        if form in FORMS:
            return Converted(value=value, came=FORMS[form])
        return Converted(value=actual, refusal=REFUSALS.get(form, ""))

    def _noted(self, actual: Any, value: Any, came: str, asked: str) -> Converted:
        if came and self._session is not None:
            self._session.note_conversion(actual, came, asked)
        return Converted(value=value, came=came, asked=asked)

    def _stacked(self, nested: Any) -> _Array | str:
        """Make an array of nested lists, or say what they are if that is impossible."""
        handles = [leaf for leaf in _leaves(nested) if isinstance(leaf, Handle)]
        if handles and self._session is not None:
            forms = self._session.plain_forms(handles)
            if refused := next((REFUSALS[form] for form, _ in forms if form in REFUSALS), ""):
                return refused
            nested = _replaced(nested, iter([value for _, value in forms]))
        if not all(_is_numeric(leaf) for leaf in _leaves(nested)):
            return _NO_NUMBERS.format(kind=type(nested).__name__)
        try:
            return np.asarray(_with_short_integers(nested))
        except ValueError:
            return _UNEVEN.format(kind=type(nested).__name__)


class Strict(Converter):
    """Converts nothing; a list and a tuple stand for each other."""

    def to_numbers(self, actual: Any, right: _Array) -> Converted:  # noqa: ARG002  # all are as they came
        """Leave a number, an array or anything else as it came."""
        return Converted(value=actual)

    def to_sequence(self, actual: Any, right: Any) -> Converted:  # noqa: ARG002  # as above
        """Leave a list, a tuple or anything else as it came."""
        return Converted(value=actual)

    def to_mapping(self, actual: Any) -> Converted:
        """Leave a dict or anything else as it came."""
        return Converted(value=actual)


def as_array(value: Any) -> _Array:
    """Make a number an array; a Python integer may be too long for NumPy's."""
    if type(value) is not int:
        return np.asarray(value)
    return np.asarray(_as_float(value))


def _as_float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf")


def _leaves(nested: Any) -> Iterator[Any]:
    """Give what stands in nested lists."""
    for entry in nested:
        if type(entry) in _LISTS:
            yield from _leaves(entry)
        else:
            yield entry


def _replaced(nested: Any, plain: Iterator[Any]) -> Any:
    """Put plain values in the places of handles, in their order."""
    if type(nested) in _LISTS:
        return [_replaced(entry, plain) for entry in nested]
    return next(plain) if isinstance(nested, Handle) else nested


def _with_short_integers(nested: Any) -> Any:
    """Make floats of Python's integers that are too long for NumPy's."""
    if type(nested) in _LISTS:
        return [_with_short_integers(entry) for entry in nested]
    is_long = type(nested) is int and nested.bit_length() >= np.iinfo(np.int64).bits
    return _as_float(nested) if is_long else nested


def _is_numeric(value: Any) -> bool:
    if type(value) is np.ndarray or isinstance(value, np.generic):
        return value.dtype.kind in _NUMBER_KINDS
    return type(value) in (bool, int, float, complex)


def _with_empty_axes(stacked: _Array, right: _Array) -> _Array:
    """Give an array without entries the axes that a list of no rows cannot tell."""
    is_cut = not stacked.size and not right.size and stacked.shape == right.shape[: stacked.ndim]
    return stacked.reshape(right.shape) if is_cut else stacked


def _without_first_axis(matrix: _Array, right: _Array) -> _Array:
    """Take from a matrix the axes that its type had to add to a vector or a number."""
    added = right.ndim < matrix.ndim and matrix.shape == (1, right.size)
    return matrix.reshape(right.shape) if added else matrix


def _kind(value: Any) -> str:
    return "i" if type(value) is int else str(np.asarray(value).dtype.kind)


def _real(value: Any, right: _Array) -> Any:
    """Make numbers of bools, and real ones of complex ones that are real; anything else stays as it is."""
    kind = _kind(value)
    is_real = kind == "b" or (kind == "c" and not np.any(np.imag(value)))
    if right.dtype.kind == "b" or not is_real:
        return value
    numbers = np.asarray(np.real(value), dtype=np.float64)
    return numbers if isinstance(value, np.ndarray) else float(numbers)


def _name_type(value: Any, right: _Array) -> tuple[str, str]:
    """Name the type that numbers have and the one that is asked for; both empty where either will do."""
    kind, dtype = _kind(value), _DOUBLE if type(value) is int else np.asarray(value).dtype
    if kind == right.dtype.kind == "b" or (kind in "iuf" and (right.dtype != _DOUBLE or dtype == _DOUBLE)):
        return "", ""
    if right.ndim:
        name = _WORDS_OF_KINDS.get(kind, dtype.name)
        return _ARRAY_OF.format(kind=name), _ARRAY_OF.format(kind=right.dtype.name)
    if kind in "iu":
        return "", ""
    return _WORDS_OF_NUMBERS.get(kind, f"an np.{dtype.name}"), _name_asked(right)


def _name_list(actual: Any, kind: str) -> str:
    """Name a list by the kind of its numbers; empty for what is no list."""
    if type(actual) not in _LISTS:
        return ""
    return _OTHER_NUMBERS.format(kind=type(actual).__name__, numbers=_NUMBERS_IN_LISTS[kind])


def _name_asked(right: _Array) -> str:
    if right.ndim:
        return _AN_ARRAY
    return _A_FLOAT if right.dtype == _DOUBLE else _A_NUMBER
