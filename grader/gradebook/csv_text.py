"""CSV files in which a cell can be changed while every other byte stays as it was.

The standard library's reader forgets how a cell was quoted and how a line ended. A platform's own export is
filled in here, so both are kept: encoding, byte order mark, delimiter, quotes and line ends.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from grader.errors import UsageError

__all__ = ["Cell", "CsvText", "Row", "parse_csv", "quote_cell"]

_LARGEST: Final = 64 << 20
_DELIMITERS: Final = (",", ";", "\t")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell.

    Attributes:
        raw: The cell as it stands in the file, with its quotes.
        value: What it says.
    """

    raw: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row.

    Attributes:
        cells: Its cells.
        end: The line end after it; empty at the end of a file that has none.
        line: The line it begins on, from 1.
    """

    cells: tuple[Cell, ...]
    end: str
    line: int

    @property
    def values(self) -> tuple[str, ...]:
        """What the cells say."""
        return tuple(cell.value for cell in self.cells)

    @property
    def blank(self) -> bool:
        """Whether the row says nothing."""
        return not any(cell.value.strip() for cell in self.cells)

    def value(self, column: int) -> str:
        """Return what a cell says, or an empty text where the row is shorter."""
        return self.cells[column].value if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvText:
    """A CSV file as it is.

    Attributes:
        mark: Its byte order mark.
        encoding: Its encoding.
        delimiter: What separates cells.
        rows: Its rows, the header among them.
    """

    mark: bytes
    encoding: str
    delimiter: str
    rows: tuple[Row, ...]

    def replaced(self, changes: dict[tuple[int, int], str]) -> "CsvText":
        """Return the file with some cells changed.

        Args:
            changes: The new value by row and column, both from 0. A row that is too short is lengthened.
        """
        rows = list(self.rows)
        for (number, column), value in changes.items():
            cells = list(rows[number].cells)
            cells += [Cell(raw="", value="")] * (column + 1 - len(cells))
            if cells[column].value != value:
                raw = quote_cell(value, self.delimiter, always=cells[column].raw.startswith('"'))
                cells[column] = Cell(raw=raw, value=value)
            rows[number] = replace(rows[number], cells=tuple(cells))
        return replace(self, rows=tuple(rows))

    def to_bytes(self) -> bytes:
        """Return the file as bytes; those that were parsed, where nothing was changed."""
        text = "".join(self.delimiter.join(cell.raw for cell in row.cells) + row.end for row in self.rows)
        return self.mark + text.encode(self.encoding)


def parse_csv(content: bytes, name: str, *, delimiter: str | None = None) -> CsvText:
    """Parse a CSV file.

    Args:
        content: The file. UTF-8 and UTF-16 are known by their marks; without one it is UTF-8 if it can be,
            and else what Windows writes in China or in Western Europe.
        name: The file for messages.
        delimiter: What separates cells; None finds out.

    Raises:
        UsageError: It is too large, or no text.
    """
    if len(content) > _LARGEST:
        raise UsageError(f"{name} is too large for a table of a class: it has {len(content) >> 20} MB.")
    mark, encoding, text = _decode(content, name)
    chosen = delimiter or _sniff(text)
    return CsvText(mark=mark, encoding=encoding, delimiter=chosen, rows=tuple(_rows(text, chosen)))


def quote_cell(value: str, delimiter: str, *, always: bool = False) -> str:
    """Write a cell, between quotes where it needs them or `always` says so."""
    needs = any(one in value for one in (delimiter, '"', "\n", "\r"))
    return '"' + value.replace('"', '""') + '"' if always or needs else value


def _decode(content: bytes, name: str) -> tuple[bytes, str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return mark, encoding, content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UsageError(
                    f"{name} says that it is {encoding.upper()} and is not: {error.reason}.",
                    "Download it again, or save it as CSV in UTF-8.",
                ) from error
    if b"\0" in content:
        raise UsageError(
            f"{name} is no CSV file: it has zero bytes in it.",
            "Save the table as CSV in UTF-8, not as Excel.",
        )
    # Chinese Windows writes GB 2312, in which western names are hardly ever valid.
    for encoding in ("utf-8", "gb2312", "cp1252"):
        try:
            return b"", encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return b"", "latin-1", content.decode("latin-1")


def _sniff(text: str) -> str:
    quoted = False
    counts = dict.fromkeys(_DELIMITERS, 0)
    for one in text:
        if one == '"':
            quoted = not quoted
        elif not quoted and one in "\r\n":
            break
        elif not quoted and one in counts:
            counts[one] += 1
    return max(_DELIMITERS, key=lambda one: counts[one])


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    at, line = 0, 1
    while at < len(text):
        cells: list[Cell] = []
        start = at
        while True:
            cell, at = _cell(text, at, delimiter)
            cells.append(cell)
            if at >= len(text) or text[at] != delimiter:
                break
            at += 1
        end = "\r\n" if text.startswith("\r\n", at) else text[at : at + 1]
        at += len(end)
        yield Row(cells=tuple(cells), end=end, line=line)
        line += _line_ends(text[start:at])


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _cell(text: str, start: int, delimiter: str) -> tuple[Cell, int]:
    """Read the cell at `start`; return it and the place after it."""
    at, value = start, ""
    if text.startswith('"', start):
        value, at = _quoted(text, start)
    rest = at
    while at < len(text) and text[at] not in (delimiter, "\r", "\n"):
        at += 1
    return Cell(raw=text[start:at], value=value + text[rest:at]), at


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Read what stands between quotes; return it and the place after the closing one."""
    pieces: list[str] = []
    at = start + 1
    while True:
        closing = text.find('"', at)
        if closing < 0:
            return "".join([*pieces, text[at:]]), len(text)
        pieces.append(text[at:closing])
        if not text.startswith('""', closing):
            return "".join(pieces), closing + 1
        pieces.append('"')
        at = closing + 2
