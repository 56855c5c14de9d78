"""Whether two values are equal to within rounding: arguments of a call, results of a function."""

import datetime as dt
import math
from pathlib import PurePath
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["agrees", "beginnings", "differs", "is_close", "is_same"]

Array = npt.NDArray[Any]

_RTOL: Final = 1e-9
_ATOL: Final = 1e-12
_REAL: Final = "biuf"
_COMPARED_AT_ONCE: Final = (str, bytes, set, frozenset, dt.date, dt.time, dt.timedelta, PurePath, type(None))
_LARGE: Final = 1 << 14  # bytes of an array of which no copies are made only to compare it
_NOT_NUMBERS: Final = (TypeError, ValueError, ArithmeticError, RecursionError)


def agrees(own: Any, right: Any) -> bool:
    """Return whether a function's own result is the right one to within rounding; `own` may be anything."""
    try:
        return is_close(own, right)
    except Exception:  # noqa: BLE001  # an object of the student's may raise whatever it is asked
        return False


def is_close(sent: Any, known: Any) -> bool:
    """Return whether two values are equal to within rounding.

    Args:
        sent: Whatever a submission gave.
        known: A plain value; of a dict, its keys count.
    """
    if isinstance(known, np.ndarray):
        return _is_near(sent, known)
    if isinstance(known, dict):
        return isinstance(sent, dict) and all(
            key in sent and is_close(sent[key], known[key]) for key in known
        )
    if isinstance(known, list | tuple) and not all(map(np.isscalar, known)):
        same = isinstance(sent, list | tuple) and len(sent) == len(known)
        return same and all(is_close(one, other) for one, other in zip(sent, known, strict=True))
    if isinstance(known, _COMPARED_AT_ONCE):
        return bool(type(sent) is type(known) and sent == known)
    try:
        return np.shape(sent) == np.shape(known) and bool(np.allclose(sent, known, rtol=_RTOL, atol=_ATOL))
    except _NOT_NUMBERS:
        return False


def _is_near(sent: Any, known: Array) -> bool:
    try:
        if type(sent) is np.ndarray and is_same(sent, known):
            return True
        same_shape = np.shape(sent) == known.shape
        return same_shape and not _begins_otherwise(sent, known) and _within_rounding(sent, known)
    except _NOT_NUMBERS:
        return False


def is_same(one: Array, other: Array) -> bool:
    """Tell quickly whether two arrays are of one type and shape, and equal to the last bit."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    is_plain = one.nbytes < _LARGE or one.dtype.hasobject or not one.ndim
    if is_plain or not (one.flags.c_contiguous and other.flags.c_contiguous):
        return one.tobytes() == other.tobytes()
    unit = np.uint64 if one.dtype.itemsize % 8 == 0 else np.uint8
    return bool((one.view(unit) == other.view(unit)).all())


def _begins_otherwise(sent: Any, known: Array) -> bool:
    """Tell quickly, of most arrays that differ, that they do: by their first entries."""
    if type(sent) is not np.ndarray or not known.size:
        return False
    if sent.dtype.kind not in _REAL or known.dtype.kind not in _REAL:
        return False
    return bool(differs(sent.item(0), known.item(0)))


def differs(sent: Any, known: Any) -> Any:
    """Tell of numbers, or of each entry of arrays of floats, that they are not equal to within rounding.

    Where one is not a number, or both are the same infinity, it is not told.
    """
    return abs(sent - known) > _ATOL + _RTOL * abs(known)


def beginnings(sent: Any, known: Any) -> list[float]:
    """Give the first entry of each array among values, and NaN for what is not there or no array of numbers.

    Args:
        sent: Any values.
        known: Plain values, whose keys are looked up in `sent`.
    """
    if isinstance(known, dict):
        inner = sent if type(sent) is dict else {}
        return [number for key, value in known.items() for number in beginnings(inner.get(key), value)]
    if isinstance(known, np.ndarray):
        is_array = type(sent) is np.ndarray and sent.size > 0 and sent.dtype.kind in _REAL
        return [float(sent.item(0)) if is_array else math.nan]
    return []


def _within_rounding(sent: Any, known: Array) -> bool:
    """Compare as `np.allclose` does, in a fraction of its time: a training run compares step by step."""
    expected = known if known.dtype == np.float64 else known.astype(np.result_type(known, 1.0))
    with np.errstate(all="ignore"):
        error = np.abs(sent - expected)
        if type(error) is np.ndarray and error.max(initial=0.0) <= _ATOL:
            return True  # most are as near as that
        near = error <= _ATOL + _RTOL * np.abs(expected)
        return bool(((near & np.isfinite(expected)) | np.equal(sent, expected)).all())
