"""Format values and calls for reports: abridged, on one line, never by running student code."""

import datetime as dt
import reprlib
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Any, Final

import numpy as np

from grader.model.check import Argument, Call

__all__ = ["abridge", "describe_argument", "describe_call", "shape_of"]

_MAX_ITEMS: Final = 12
_MAX_TEXT: Final = 40
_MAX_DEPTH: Final = 4
_MAX_ENTRIES: Final = 12
_DIGITS: Final = 6
_TEXTUAL = dt.date | dt.time | dt.timedelta | PurePath
_SHORT: Final = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxlong = _SHORT.maxother = 2 * _MAX_TEXT  # cut at the end, not in the middle


def describe_call(
    words: str, parameters: Sequence[str], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Call:
    """Record a call with the shapes and kinds of its arguments.

    Args:
        words: What is called, in the suite's words.
        parameters: Names for the positional arguments.
        args: Positional arguments.
        kwargs: Keyword arguments.
    """
    names = [*parameters, *([""] * len(args))]
    positional = [describe_argument(name, value) for name, value in zip(names, args, strict=False)]
    named = [describe_argument(name, value) for name, value in kwargs.items()]
    return Call(function=words, arguments=(*positional, *named))


def describe_argument(name: str, value: object, depth: int = _MAX_DEPTH) -> Argument:
    """Describe one argument: arrays by shape, containers by their items, the rest by value.

    What the submission returned may be passed on to it, so nothing here trusts in its size.
    """
    if isinstance(value, np.ndarray):
        return Argument(name=name, kind="array", shape=value.shape)
    if isinstance(value, dict | list | tuple):
        named = value.items() if isinstance(value, dict) else (("", item) for item in value)
        shown = islice(named, _MAX_ITEMS if depth else 0)
        items = tuple(describe_argument(_key(key), item, depth - 1) for key, item in shown)
        return Argument(name=name, kind=_container(value), value="" if value else repr(value), items=items)
    if value is None or isinstance(value, bool | int | float | str | np.generic | _TEXTUAL | set | frozenset):
        return Argument(name=name, kind=_kind(value), value=_with_narrow_type(value))
    return Argument(name=name, kind="function" if callable(value) else "handle")


def _with_narrow_type(value: object) -> str:
    """Write a value, and the type of one that has fewer bits than the same number of Python's."""
    text = abridge(value)
    if isinstance(value, np.number) and value.dtype.itemsize < np.dtype(np.float64).itemsize:
        return f"np.{value.dtype.name}({text})"
    return text


def _key(key: object) -> str:
    return key[:_MAX_TEXT] if isinstance(key, str) else abridge(key)


def _container(value: object) -> str:
    return next(kind.__name__ for kind in (dict, list, tuple) if isinstance(value, kind))


def _kind(value: object) -> str:
    if value is None:
        return "None"
    if isinstance(value, PurePath):
        return "path"
    return type(value.item() if isinstance(value, np.generic) else value).__name__


def abridge(value: object) -> str:
    """Write a plain value on one line: numbers to six digits, long arrays and texts cut short."""
    if isinstance(value, bool | np.bool_ | None):
        return str(value)
    if isinstance(value, float | np.floating):
        return f"{float(value):.{_DIGITS}g}"
    if isinstance(value, np.integer | np.complexfloating | _TEXTUAL):
        return str(value)
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return abridge(value[()])
    if isinstance(value, np.ndarray):
        with np.printoptions(precision=_DIGITS, threshold=_MAX_ENTRIES, edgeitems=2, linewidth=10**6):
            return " ".join(np.array2string(value, separator=", ").split())
    try:
        text = _SHORT.repr(value)
    except ValueError:  # Python does not write out integers of thousands of digits
        text = "a very long integer"
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}…"


def shape_of(value: object) -> tuple[int, ...] | None:
    """Shape of a number or array; None for anything else."""
    if isinstance(value, np.ndarray | np.generic):
        return value.shape
    return () if isinstance(value, int | float | complex) else None
