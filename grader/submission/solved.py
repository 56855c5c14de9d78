"""Solved files, which an instructor writes as a Python file or as a notebook."""

from pathlib import Path
from typing import Final

from grader.errors import CourseFault, UnusableSubmission
from grader.files import read_text
from grader.submission.lines import SourceText
from grader.submission.notebook import read_notebook
from grader.submission.reading import NOTEBOOK

__all__ = ["place_in_solved", "read_solved"]

_BETWEEN_CELLS: Final = "\n\n\n"


def read_solved(path: Path) -> str:
    """Read a solved file as Python.

    Args:
        path: A Python file, or a notebook; of that the code cells count, without notebook commands, and each
            is set apart from the next by two blank lines.

    Raises:
        CourseFault: It cannot be read, or is no notebook of Python.
    """
    if path.suffix != NOTEBOOK:
        return read_text(path, "solved file")
    return _BETWEEN_CELLS.join(text for _, _, text in _cells(path)) + "\n"


def place_in_solved(name: str, line: int) -> str:
    """Say where a line of what `read_solved` gives stands in the author's own file.

    Args:
        name: The path of the solved file, or whatever messages call a text that is none.
        line: The line, 1 is the first.

    Returns:
        Such as `solutions/mlp.py:7` or `solutions/mlp.ipynb, cell 3, line 2`.
    """
    if not name.endswith(NOTEBOOK):
        return f"{name}:{line}"
    first = 1
    for cell, skipped, text in _cells(Path(name)):
        end = first + text.count("\n")
        if line <= end:
            return f"{name}, cell {cell}, line {max(line - first, 0) + 1 + skipped}"
        first = end + _BETWEEN_CELLS.count("\n")
    return name


def _cells(path: Path) -> list[tuple[int, int, str]]:
    """Give each code cell that has Python in it: its number, the blank lines it begins with, its text."""
    try:
        read: SourceText = read_notebook(path.read_bytes(), str(path))
    except (OSError, UnusableSubmission) as error:
        raise CourseFault(
            f"{path}: the solved notebook cannot be read: {error}", "Run all of its cells and save it."
        ) from error
    lines = read.source.split("\n")
    cells = []
    for span in read.lines.cells:
        text = "\n".join(lines[span.first - 1 : span.first - 1 + span.count]).rstrip()
        kept = text.lstrip("\n")
        if kept:
            cells.append((span.cell, len(text) - len(kept), kept))
    return cells
