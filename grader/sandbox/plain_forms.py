"""Plain values of what Python and NumPy keep in other types: masked arrays, matrices, ranges, fractions.

The worker converts an object where the suite asks for its plain form, and says which kind of object it was.
Only the types named here are converted. An object of the student's own class stays what it is, whatever it
offers; a subclass of `np.ndarray` gives the numbers that lie in its memory.
"""

import array
import collections
import decimal
import fractions
import math
import types
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["FORMS", "MATRIX", "NO_FORM", "REFUSALS", "checked_form", "plain_form", "plain_forms"]

MATRIX: Final = "matrix"
"""The form of a matrix, which has two axes even where one is asked for."""

FORMS: Final = {
    MATRIX: "a matrix",
    "masked": "a masked array",
    "subclass": "a subclass of np.ndarray",
    "longdoubles": "an array of np.longdouble",
    "longdouble": "an np.longdouble",
    "objects": "an array of objects",
    "range": "a range",
    "deque": "a deque",
    "array": "an array.array",
    "view": "a view of a dict",
    "mapping": "a mapping",
    "decimal": "a Decimal",
    "fraction": "a Fraction",
}
"""What each form of an object is called in sentences; the worker can say no other words."""

REFUSALS: Final = {
    "hidden": "a masked array with masked entries",
    "too large": "a number beyond all floats",
}
"""Why an object of a known type is not converted."""

NO_FORM: Final = ("", None)
"""What is said of an object that has no plain form."""

_MOST: Final = 1 << 18  # entries, as many as cross the boundary outside arrays
_ENTRIES: Final = (bool, int, float, complex, np.ndarray, list, tuple, dict)
_VIEWS: Final[tuple[type, ...]] = (type({}.values()), type({}.keys()))
_SEQUENCES: Final[dict[type, str]] = {
    range: "range",
    collections.deque: "deque",
    array.array: "array",
    **dict.fromkeys(_VIEWS, "view"),
}
_MAPPINGS: Final = (types.MappingProxyType, collections.UserDict, collections.ChainMap)
_NUMBERS: Final[dict[type, str]] = {decimal.Decimal: "decimal", fractions.Fraction: "fraction"}
_DOUBLE_BYTES: Final = 8

Form = tuple[str, Any]


def plain_forms(values: Sequence[Any]) -> list[Form]:
    """Give the plain form of each value."""
    return [plain_form(value) for value in values]


def plain_form(value: Any) -> Form:
    """Give an object's plain form, without loss: what float64 rounds away is below every tolerance.

    Args:
        value: Whatever the student's code returned.

    Returns:
        The form, a key of `FORMS`, and a plain value; a key of `REFUSALS` and None where the object has a
        known type and would lose something; an empty text and None for any other object.
    """
    try:
        return _plain_form(value)
    # A subclass may override whatever is asked of it; then it is an object like any other.
    except Exception:  # noqa: BLE001  # of whatever kind
        return NO_FORM


def _plain_form(value: Any) -> Form:
    kind = type(value)
    if issubclass(kind, np.ndarray):
        return _form_of_array(value)
    if issubclass(kind, np.longdouble):
        return _rounded("longdouble", np.asarray(value), lambda plain: plain[()])
    if kind in _NUMBERS:
        return _form_of_number(_NUMBERS[kind], value)
    if kind in _SEQUENCES:
        return _form_of_sequence(_SEQUENCES[kind], value)
    if kind in _MAPPINGS:
        return "mapping", dict(value)
    return NO_FORM


def _form_of_array(value: Any) -> Form:
    kind = type(value)
    if issubclass(kind, np.ma.MaskedArray):
        if np.ma.getmaskarray(value).any():
            return "hidden", None
        form = "masked"
    elif issubclass(kind, np.matrix):
        form = MATRIX
    else:
        form = "" if kind is np.ndarray else "subclass"
    plain = np.ndarray.view(value, np.ndarray)
    if plain.dtype.kind == "f" and plain.dtype.itemsize > _DOUBLE_BYTES:
        return _rounded(form or "longdoubles", plain, lambda numbers: numbers)
    if plain.dtype.kind == "O":
        return (form or "objects", plain.tolist()) if _are_plain(plain.flat) else NO_FORM
    return (form, plain) if form and plain.dtype.kind in "biufc" else NO_FORM


def _rounded(form: str, numbers: npt.NDArray[Any], finish: Callable[[npt.NDArray[Any]], Any]) -> Form:
    """Round to float64, unless a finite number would become infinite."""
    with np.errstate(all="ignore"):
        doubles = numbers.astype(np.float64)
    if np.any(np.isfinite(numbers) & ~np.isfinite(doubles)):
        return "too large", None
    return form, finish(doubles)


def _form_of_number(form: str, value: Any) -> Form:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if math.isinf(number) and value != number:
        return "too large", None
    return form, number


def _form_of_sequence(form: str, value: Any) -> Form:
    if len(value) > _MOST or not _are_plain(value):
        return NO_FORM
    return form, list(value)


def _are_plain(entries: Any) -> bool:
    return all(type(entry) in _ENTRIES or isinstance(entry, np.generic) for entry in entries)


def checked_form(reply: Any) -> tuple[str, Any]:
    """Return what a worker says of an object, its form and value; no form where no honest one says that."""
    if type(reply) is not tuple or len(reply) != len(NO_FORM):
        return NO_FORM
    form, value = reply
    if type(form) is not str or not (form in FORMS or (form in REFUSALS and value is None)):
        return NO_FORM
    return form, value
