"""Where in the student's own file something is."""

from dataclasses import dataclass

__all__ = ["Location"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in the student's own file.

    Attributes:
        file: The file as the student knows it.
        line: Line in the file, or in the notebook cell; 1 is the first.
        cell: Number of the code cell, as in `CellSpan`; None outside notebooks.
        function: Name of the function the line belongs to; empty at module level.
    """

    file: str
    line: int
    cell: int | None = None
    function: str = ""

    def __str__(self) -> str:
        where = f":{self.line}" if self.cell is None else f", cell {self.cell}, line {self.line}"
        function = f" in {self.function}" if self.function else ""
        return f"{self.file}{where}{function}"
