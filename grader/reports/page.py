"""What a report is written onto: the pieces that every page has."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from grader.model.report import PartScore
from grader.reports.failure_rows import Row

__all__ = ["Page"]


class Page(Protocol):
    """What a report is written onto, piece by piece; it makes harmless what a student wrote."""

    def add_gap(self) -> None:
        """Leave a gap before whatever comes next."""

    def add_title(self, text: str, note: str = "", style: str = "") -> None:
        """Add the title of an assignment, with a note behind it in a style of its own."""

    def add_paragraph(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a paragraph; line breaks in it stay. `bold` is a heading, `dim` a footnote."""

    def add_heading(self, mark: str, text: str, style: str, note: str = "") -> None:
        """Add a heading after a mark such as a tick, with a quieter note behind it."""

    def add_line(self, mark: str, text: str, style: str) -> None:
        """Add one line after a mark, cut where it is too long for one."""

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Add labelled rows."""

    def add_parts(self, parts: Sequence[PartScore], passed: Iterable[str], changes: Sequence[str]) -> None:
        """Add the table of an assignment's parts.

        Args:
            parts: The parts.
            passed: For each part, how many of its checks passed, in words.
            changes: For each part, by how much its points have changed; empty where they have not.
        """
