"""The report for a terminal, and the page that other plain texts are laid out on.

No other module of the reports imports rich.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from rich.cells import cell_len, set_cell_size
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model.formatting import escape_lines, escape_workflow_commands
from grader.model.report import PartScore, Report
from grader.reports.failure_rows import Row
from grader.reports.registry import DEFAULT_OPTIONS, RenderOptions, ReportFormat
from grader.reports.sections import format_part_points, render_sections, style_of_part

__all__ = ["FORMAT", "TerminalPage", "format_rows"]

_BAR_CELLS: Final = 10
_NARROWEST: Final = 20
_NARROWEST_WITH_BARS: Final = 48
_NARROWEST_WITH_INDENT: Final = 41
_FORM_WIDTH: Final = 88
_CUT: Final = "..."
_ASCII_MARKS: Final = {"✓": "+", "✗": "x", "█": "#", "░": "."}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table of parts."""

    title: str
    texts: Sequence[Text]
    justify: Literal["left", "right"] = "left"

    @property
    def cells(self) -> int:
        """Columns of the terminal that it takes."""
        return max([len(self.title), *(text.cell_len for text in self.texts)])


class TerminalPage:
    """Collects paragraphs, headings and tables, and returns them as one text.

    Args:
        options: Width, colours and character set.
    """

    def __init__(self, options: RenderOptions = DEFAULT_OPTIONS) -> None:
        self._ascii_only = options.ascii_only
        self._width = options.width
        self._file = io.StringIO()
        self._gap = False
        # The environment is left out: the same report gives the same text everywhere.
        self._console = Console(
            file=self._file,
            width=options.width,
            force_terminal=options.color,
            color_system="standard" if options.color else None,
            no_color=False,
            force_jupyter=False,  # there, rich would show the page itself instead of writing it to the file
            legacy_windows=False,
            _environ={},
        )

    def text(self) -> str:
        """Return the page, without spaces at the ends of lines, and no line a command to a CI system."""
        lines = (line.rstrip(" ") for line in self._file.getvalue().split("\n"))
        return escape_workflow_commands("\n".join(lines))

    def add_gap(self) -> None:
        """Leave one blank line before whatever comes next."""
        self._gap = self._file.tell() > 0

    def add_paragraph(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a paragraph, folded where it is too long; line breaks in it stay."""
        self._print(Padding(self._safe(text, style), (0, 0, 0, indent)))

    def add_title(self, text: str, note: str = "", style: str = "") -> None:
        """Add a title, with a note behind it in a style of its own."""
        title = self._safe(text, "bold")
        if note:
            title = Text.assemble(title, ", ", self._safe(note, style))
        title.overflow = "fold"
        self._print(title)

    def add_heading(self, mark: str, text: str, style: str, note: str = "") -> None:
        """Add a heading after a mark such as a tick, with a quieter note behind it."""
        heading = Text.assemble(self._mark(mark, style), " ", self._safe(text, "bold"))
        if note:
            heading.append_text(self._safe(f" {note}", "dim"))
        heading.overflow = "fold"
        self._print(heading)

    def add_line(self, mark: str, text: str, style: str) -> None:
        """Add one line after a mark, cut with dots where it is too long for one."""
        shown = escape_lines(" ".join(text.split("\n")), ascii_only=self._ascii_only)
        room = self._width - 2
        if cell_len(shown) > room:
            shown = f"{set_cell_size(shown, room - len(_CUT)).rstrip()}{_CUT}"
        self._print(Text.assemble(self._mark(mark, style), " ", shown))

    def add_rows(self, rows: Iterable[Row], indent: int = 4) -> None:
        """Add labelled rows, the texts folded in a column of their own."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(min_width=8, max_width=max(self._width // 3, 8), overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        for row in rows:
            grid.add_row(self._safe(row.label, "dim"), self._safe(row.text))
        self._print(Padding(grid, (0, 0, 0, indent if self._width >= _NARROWEST_WITH_INDENT else 1)))

    def add_parts(self, parts: Sequence[PartScore], passed: Iterable[str], changes: Sequence[str]) -> None:
        """Add the table of an assignment's parts, with their titles where there is room for them.

        Args:
            parts: The parts.
            passed: For each part, how many of its checks passed, in words.
            changes: For each part, by how much its points have changed; empty where they have not.
        """
        shares = list(passed)
        columns = [
            _Column("Part", [self._safe(part.name) for part in parts]),
            _Column("", [self._safe(part.title, "dim") for part in parts]),
            _Column(
                "Points",
                [self._safe(format_part_points(part), style_of_part(part)) for part in parts],
                justify="right",
            ),
            _Column("Checks", [self._safe(share) for share in shares]),
            _Column("", [self._bar(part) for part in parts]),
            _Column("Change", [self._safe(change, _style_of_change(change)) for change in changes]),
        ]
        if not any(changes):
            del columns[5]
        if self._width < _NARROWEST_WITH_BARS:
            del columns[4]
        if sum(column.cells + 2 for column in columns) > self._width:
            del columns[1]
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
        for column in columns:
            table.add_column(column.title, justify=column.justify, overflow="fold")
        for row in zip(*(column.texts for column in columns), strict=True):
            table.add_row(*row)
        self._print(Padding(table, (0, 0, 0, 2)))

    def add_table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table whose rows begin with a mark such as a cross, or with an empty one.

        Args:
            header: Titles of the columns; none for a table without.
            rows: A mark and a text for each other column.
        """
        table = Table(
            box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", show_header=bool(header)
        )
        for title in header:
            table.add_column(title, overflow="fold")
        for mark, *cells in rows:
            table.add_row(self._mark(mark, "red"), *map(self._safe, cells))
        self._print(table)

    def _print(self, thing: RenderableType) -> None:
        if self._gap:
            self._console.print()
            self._gap = False
        self._console.print(thing)

    def _bar(self, part: PartScore) -> Text:
        earned, withheld = _cells(part.points, part.possible), _cells(part.pending, part.possible)
        style = style_of_part(part)
        return Text.assemble(
            self._mark("█" * earned, style),
            ("?" * withheld, "yellow"),
            self._mark("░" * (_BAR_CELLS - earned - withheld), "dim"),
        )

    def _mark(self, mark: str, style: str) -> Text:
        shown = "".join(_ASCII_MARKS.get(one, one) for one in mark) if self._ascii_only else mark
        return Text(shown, style)

    def _safe(self, text: str, style: str = "") -> Text:
        return Text(escape_lines(text, ascii_only=self._ascii_only), style, overflow="fold")


def _style_of_change(change: str) -> str:
    return "green" if change.startswith("+") else "red"


def _cells(points: Fraction, possible: Fraction) -> int:
    """Return the cells of a bar for a share of points: rounded down, so that a full bar means all points."""
    return int(_BAR_CELLS * points / possible) if possible else 0


def format_rows(rows: Iterable[Row]) -> str:
    """Write labelled rows as plain text in two columns, for forms that show text as it stands."""
    page = TerminalPage(RenderOptions(width=_FORM_WIDTH))
    page.add_rows(rows, indent=0)
    return page.text().rstrip("\n")


def _write(report: Report, options: RenderOptions) -> str:
    """Write points for each assignment and part, then each failure once and where to look.

    Nothing that a student wrote is obeyed by the terminal: it is printed as it stands, with control
    characters as escapes.
    """
    shown = replace(options, width=max(options.width, _NARROWEST))
    page = TerminalPage(shown)
    render_sections(report, page, shown)
    return page.text()


FORMAT: Final = ReportFormat(name="terminal", suffix=".txt", write=_write)
