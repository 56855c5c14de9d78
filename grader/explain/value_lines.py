"""Format numbers and arrays in a few short lines, the same on every machine."""

import sys
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from grader.model.check import Difference
from grader.reports.failure_rows import describe_difference, format_distinctly, format_index

__all__ = ["actual_vs_expected_lines", "value_lines"]

_MOST_ENTRIES: Final = 16
_MOST_ROWS: Final = 6
_EDGE: Final = 2
_FEWEST_DIGITS: Final = 2


def value_lines(value: Any, digits: int, columns: int | None = None) -> list[str]:
    """Write a number on one line, a small array row by row, and a large one by its shape, cut short.

    Args:
        value: A number or an array of numbers.
        digits: Significant digits.
        columns: How long a line may be, so that each holds a whole row: where rows are longer, their numbers
            have fewer digits, and then more of them are left out. None for any length.
    """
    entries = np.asarray(value)
    if entries.ndim == 0:
        return [_format_number(entries[()], digits)]
    whole = entries.size <= _MOST_ENTRIES and entries.shape[0] <= _MOST_ROWS
    forms = [(fewer, whole, _EDGE) for fewer in range(digits, _FEWEST_DIGITS - 1, -1)]
    forms += [(_FEWEST_DIGITS, False, edge) for edge in range(_EDGE, 0, -1)]
    written = (_array_lines(entries, *form) for form in forms)
    lines = next(written)
    for shorter in written:
        if columns is None or max(map(len, lines)) <= columns:
            break
        lines = shorter
    return lines


def _array_lines(entries: NDArray[Any], digits: int, whole: bool, edge: int) -> list[str]:  # noqa: FBT001  # see forms
    text = np.array2string(
        entries,
        max_line_width=sys.maxsize,
        separator=", ",
        formatter={"all": lambda entry: _format_number(entry, digits)},
        threshold=entries.size if whole else 0,
        edgeitems=edge,
    )
    lines = text.split("\n")
    return lines if whole else [f"shape {entries.shape}", *lines]


def actual_vs_expected_lines(difference: Difference) -> list[str]:
    """Describe how a student's number or array differs from the right one that stands above."""
    if difference.actual_there is None or difference.expected_there is None:
        return [describe_difference(difference)]
    actual, expected = format_distinctly(difference.actual_there, difference.expected_there)
    if not difference.index:
        return [f"came {actual}", f"expected {expected}"]
    return [
        f"{difference.mismatched} of {difference.total} entries differ",
        f"at {format_index(difference.index)} came {actual}",
        f"expected {expected}",
    ]


def _format_number(value: Any, digits: int) -> str:
    """Write a number; one that is 0 without a sign."""
    return f"{float(value) + 0.0:.{digits}g}"
