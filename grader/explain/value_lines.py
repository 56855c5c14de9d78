"""Numbers and arrays in a few short lines, the same on every machine."""

import sys
from typing import Any, Final

import numpy as np

from grader.model.check import Difference
from grader.reports.failure_rows import indices, problem, two_numbers

__all__ = ["came_lines", "value_lines"]

_MOST_ENTRIES: Final = 16
_MOST_ROWS: Final = 6
_EDGE: Final = 2


def value_lines(value: Any, digits: int) -> list[str]:
    """Write a number on one line, a small array row by row, and a large one by its shape, cut short.

    Args:
        value: A number or an array of numbers.
        digits: Significant digits.
    """
    entries = np.asarray(value)
    if entries.ndim == 0:
        return [_number(entries[()], digits)]
    whole = entries.size <= _MOST_ENTRIES and entries.shape[0] <= _MOST_ROWS
    text = np.array2string(
        entries,
        max_line_width=sys.maxsize,
        separator=", ",
        formatter={"all": lambda entry: _number(entry, digits)},
        threshold=entries.size if whole else 0,
        edgeitems=_EDGE,
    )
    lines = text.split("\n")
    return lines if whole else [f"shape {entries.shape}", *lines]


def came_lines(difference: Difference) -> list[str]:
    """Say how a student's number or array differs from the right one that stands above."""
    if difference.actual_there is None or difference.expected_there is None:
        return [problem(difference)]
    came, expected = two_numbers(difference.actual_there, difference.expected_there)
    if not difference.index:
        return [f"came {came}", f"expected {expected}"]
    return [
        f"{difference.mismatched} of {difference.total} entries differ",
        f"at {indices(difference.index)} came {came}",
        f"expected {expected}",
    ]


def _number(value: Any, digits: int) -> str:
    """Write a number; one that is 0 without a sign."""
    return f"{float(value) + 0.0:.{digits}g}"
