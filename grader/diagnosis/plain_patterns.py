"""Recognise what a wrong value is where nothing is differentiated: counts, orders, ends and roundings."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.diagnosis.error_patterns import WrongValue, first_wrong_value
from grader.diagnosis.failure_signature import FailureSignature
from grader.diagnosis.pattern_evidence import explain_by_pattern
from grader.model.check import Argument, Check, Explanation
from grader.oracle import Recordings

__all__ = ["PLAIN_PATTERNS", "differentiates", "explain_plain", "recognise_plain"]

_CLOSE: Final = 1e-9
_EMPTY: Final = frozenset({"[]", "()", "{}", "''"})
_OF_EMPTY_INPUT: Final = ("ZeroDivisionError", "IndexError", "ValueError: ", "StatisticsError")

PLAIN_PATTERNS: Final[Mapping[str, str]] = {
    "unsorted-input": (
        "This is what stands at that place in the input as it is given. In which order do the values "
        "have to be?"
    ),
    "not-sorted": "All values are there, and not in order. Is the result to be sorted?",
    "sorted": "All values are there, but sorted. Is the order of the input to be kept?",
    "other-order": "All values are there, in another order.",
    "rounded-down": (
        "The value is right up to the point, and what is behind it is missing. `//` and `int` drop it; "
        "`/` keeps it."
    ),
    "rounded": "The value is right, but rounded to a whole number. Is it to be rounded at all, or later?",
    "off-by-one": (
        "This is off by one. Does a count begin at zero or at one, and does a range include its last value?"
    ),
    "end-left-out": (
        "One value is missing at an end, and the others are right. A range and a slice leave their end out."
    ),
    "end-too-many": (
        "There is one value too many at an end, and the others are right. Where does the range stop?"
    ),
    "empty-input": (
        "The input is empty here, and the code takes for granted that something is in it. What is right then?"
    ),
}
"""The idea behind each pattern, in words that hold no number of the check."""


def differentiates(folders: Iterable[Path]) -> bool:
    """Return whether a suite has gradients among its recordings, so that its patterns are those of gradients.

    Args:
        folders: Its visible folders.
    """
    for folder in folders:
        recordings = Recordings(folder)
        # The smallest first: long runs of a training record many values and no gradient.
        files = sorted(recordings.folder.glob("*.rec"), key=lambda path: path.stat().st_size)
        loaded = (recordings.load(path.stem) for path in files)
        if any(one.draw(one.seeds[0]).gradients for one in loaded if one.seeds):
            return True
    return False


def explain_plain(
    failures: Mapping[str, FailureSignature], decided: Mapping[str, Check]
) -> dict[str, Explanation]:
    """Explain failures of one part of an assignment that differentiates nothing.

    Args:
        failures: How checks of the part failed, by id.
        decided: Every check, by id.

    Returns:
        Explanations by id of check. As with gradients, a pattern is told if all checks with the same quantity
        wrong show it, and is a guess where only one does.
    """
    found = explain_by_pattern(failures)
    groups: dict[str, dict[str, tuple[str, ...]]] = {}
    for check, failure in failures.items():
        first = first_wrong_value(failure)
        if first is not None:
            groups.setdefault(first.name, {})[check] = recognise_plain(first)
    for seen in groups.values():
        shared = next(
            (name for name in next(iter(seen.values())) if all(name in one for one in seen.values())), ""
        )
        if shared:
            found |= {check: _explanation(shared, certain=len(seen) > 1) for check in seen}
    empty = (check for check, one in failures.items() if one.exception.startswith(_OF_EMPTY_INPUT))
    return found | {
        check: _explanation("empty-input", certain=True) for check in empty if _was_empty(decided[check])
    }


def recognise_plain(value: WrongValue) -> tuple[str, ...]:
    """Name the patterns that a wrong value shows, the most telling first."""
    same = value.actual.shape == value.expected.shape
    recognisers = (_unsorted_input, _other_order, _rounded, _off_by_one) if same else (_wrong_end,)
    with np.errstate(all="ignore"):
        return tuple(name for recognise in recognisers for name in recognise(value))


def _explanation(name: str, *, certain: bool) -> Explanation:
    return Explanation(name=name, text=PLAIN_PATTERNS[name], certain=certain)


def _was_empty(check: Check) -> bool:
    """Return whether the last call of a check was made with an empty container or text."""
    arguments: tuple[Argument, ...] = check.calls[-1].arguments if check.calls else ()
    return any(argument.value in _EMPTY for argument in arguments)


def _unsorted_input(value: WrongValue) -> Iterator[str]:
    """Recognise a number, or the mean of two, which the sorted input has in another place."""
    case = value.failure.case
    if case is None or value.expected.shape:
        return
    for numbers in map(_numbers, case.inputs.values()):
        ordered = np.sort(numbers)
        pairs = [(numbers, ordered), ((numbers[1:] + numbers[:-1]) / 2, (ordered[1:] + ordered[:-1]) / 2)]
        if any(np.any(_near(right, value.expected) & _near(found, value.actual)) for found, right in pairs):
            yield "unsorted-input"


def _numbers(given: Any) -> Any:
    """Take a list or array of numbers; an empty array for anything else."""
    try:
        numbers = np.asarray(given) if isinstance(given, list | tuple | np.ndarray) else np.zeros(0)
    except ValueError:  # lists of different lengths
        return np.zeros(0)
    return numbers.astype(np.float64) if numbers.ndim == 1 and numbers.dtype.kind in "iuf" else np.zeros(0)


def _other_order(value: WrongValue) -> Iterator[str]:
    actual, expected = value.actual, value.expected
    if expected.ndim != 1 or not _near(np.sort(actual), np.sort(expected)).all():
        return
    if (np.diff(expected) >= 0).all():
        yield "not-sorted"
    else:
        yield "sorted" if (np.diff(actual) >= 0).all() else "other-order"


def _rounded(value: WrongValue) -> Iterator[str]:
    actual, expected = value.actual, value.expected
    if (expected == np.rint(expected)).all():
        return
    if (actual == np.floor(expected)).all() or (actual == np.trunc(expected)).all():
        yield "rounded-down"
    elif (actual == np.rint(expected)).all():
        yield "rounded"


def _off_by_one(value: WrongValue) -> Iterator[str]:
    whole = (value.expected == np.rint(value.expected)).all()
    difference = value.actual - value.expected
    if whole and difference.size and ((difference == 1).all() or (difference == -1).all()):
        yield "off-by-one"


def _wrong_end(value: WrongValue) -> Iterator[str]:
    actual, expected = value.actual, value.expected
    if actual.ndim != 1 or expected.ndim != 1:
        return
    for name, longer, shorter in (("end-left-out", expected, actual), ("end-too-many", actual, expected)):
        by_one = len(longer) == len(shorter) + 1 and len(shorter) > 0
        if by_one and any(_near(end, shorter).all() for end in (longer[1:], longer[:-1])):
            yield name


def _near(one: Any, other: Any) -> Any:
    return np.isclose(one, other, rtol=_CLOSE, atol=_CLOSE)
