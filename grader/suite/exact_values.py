"""Values that are equal or not, without a tolerance: None, bools, texts, times, paths and sets."""

import datetime as dt
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, Final

import numpy as np

__all__ = ["describe_kind", "find_exact_problem", "is_exact"]

_BOOLS: Final = (bool, np.bool_)
_SETS: Final = (set, frozenset)
_WORDS: Final[dict[type, str]] = {
    bool: "a bool",
    np.bool_: "a bool",
    str: "a string",
    bytes: "a bytes object",
    dt.datetime: "a datetime",
    dt.date: "a date",
    dt.time: "a time",
    dt.timedelta: "a timedelta",
    set: "a set",
    frozenset: "a set",
    type(None): "None",
}


def is_exact(expected: object) -> bool:
    """Return whether an answer is compared with this value without a tolerance."""
    return type(expected) in _WORDS or isinstance(expected, PurePath | str)


def describe_kind(value: object) -> str:
    """Name the kind of such a value with its article; empty for any other value."""
    if isinstance(value, PurePath):
        return "a path"
    return _WORDS.get(type(value), "")


def find_exact_problem(
    name: str, actual: Any, expected: Any, kind_of: Callable[[Any], str]
) -> tuple[str, str] | None:
    """Compare an answer with a value that it has to equal.

    Args:
        name: The answer's name in messages.
        actual: What the submission returned.
        expected: What is right.
        kind_of: Says what came where the kind is wrong.

    Returns:
        The problem, `type` or `value`, and a message; None where they are equal.
    """
    if not _same_kind(actual, expected):
        return "type", f"{name} should be {describe_kind(expected) or 'a string'}, but is {kind_of(actual)}"
    if actual == expected:
        return None
    if isinstance(expected, _SETS):
        return "value", _describe_sets(name, len(expected - actual), len(actual - expected), len(expected))
    if isinstance(expected, str):
        return "value", _describe_texts(name, actual, expected)
    return "value", f"{name} is not what it should be"


def _same_kind(actual: object, expected: object) -> bool:
    for kinds in (_BOOLS, _SETS, (PurePath,)):
        if isinstance(expected, kinds):
            return isinstance(actual, kinds)
    return type(actual) is type(expected)


def _describe_sets(name: str, missing: int, extra: int, total: int) -> str:
    if not extra:
        return f"{name} lacks {missing} of the {total} entries that it should have"
    if not missing:
        return f"{name} has {extra} entries that it should not have"
    return f"{name} lacks {missing} of the {total} entries that it should have, and has {extra} others"


def _describe_texts(name: str, actual: str, expected: str) -> str:
    if "".join(actual.split()) == "".join(expected.split()):
        return f"{name} differs in spaces or line breaks alone"
    if actual.casefold() == expected.casefold():
        return f"{name} differs in upper and lower case alone"
    lines = actual.splitlines(), expected.splitlines()
    if max(map(len, lines)) == 1:
        return f"{name} is not what it should be"
    pairs = enumerate(zip(*lines, strict=False), start=1)
    different = (line for line, (mine, right) in pairs if mine != right)
    first = next(different, min(map(len, lines)) + 1)
    return f"{name} differs from line {first} on"
