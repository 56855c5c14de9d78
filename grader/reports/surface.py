"""What a report is written on: the same story on a page of a terminal, of Markdown or of a form."""

from collections.abc import Iterable
from typing import Protocol

from grader.reports.words import Row
from grader.scoring import PartScore

__all__ = ["Surface"]


class Surface(Protocol):
    """Takes what is told, piece by piece, and makes harmless what a student wrote into it."""

    def gap(self) -> None:
        """Leave a gap before whatever comes next."""

    def line(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a paragraph; line breaks in it stay. `bold` is a heading, `dim` a footnote."""

    def marked(self, mark: str, text: str, style: str, note: str = "") -> None:
        """Add a heading after a mark such as a tick, with a quieter note behind it."""

    def rows(self, rows: Iterable[Row]) -> None:
        """Add labelled rows."""

    def parts(self, parts: Iterable[PartScore], passed: Iterable[str]) -> None:
        """Add the table of an assignment's parts, with how many checks of each passed, in words."""
