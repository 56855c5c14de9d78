"""The map from lines of the graded source text back to the student's own file or notebook cell."""

from bisect import bisect_right
from dataclasses import dataclass

from grader.model.check import Location

__all__ = ["CellSpan", "LineMap", "SourceText"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSpan:
    """The lines of the source text that come from one code cell.

    Attributes:
        cell: Number of the code cell: its position in the file, 1 is the first, or in a running notebook the
            number of its execution.
        first: Line of the source text that is line 1 of the cell.
        count: Lines in the cell, at least 1.
    """

    cell: int
    first: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMap:
    """The map from lines of the source text to lines of the student's file.

    Attributes:
        file: The file as the student knows it.
        count: Lines in the source text, at least 1.
        cells: The code cells, in order and without gaps; empty outside notebooks.
    """

    file: str
    count: int
    cells: tuple[CellSpan, ...] = ()

    def locate(self, line: int, function: str = "") -> Location:
        """Find a line of the source text in the student's file.

        Args:
            line: Line of the source text, 1 is the first. For a line outside the text, such as the one after
                the last where Python reports an open bracket, the nearest line inside counts.
            function: Name of the function the line belongs to; empty at module level.

        Returns:
            The location, which always exists in the student's file.
        """
        inside = min(max(line, 1), self.count)
        if not self.cells:
            return Location(file=self.file, line=inside, function=function)
        span = self.cells[bisect_right(self.cells, inside, key=lambda one: one.first) - 1]
        return Location(file=self.file, line=inside - span.first + 1, cell=span.cell, function=function)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    r"""Python source as the worker will run it, with the map back to its origin.

    Attributes:
        source: The text, with newlines as `\n`.
        lines: The map to the student's own file.
        notices: Notices to the student about how the text was made.
        cells: The cells in the order in which they run one by one; empty for a file that runs as a whole.
    """

    source: str
    lines: LineMap
    notices: tuple[str, ...] = ()
    cells: tuple[CellSpan, ...] = ()
