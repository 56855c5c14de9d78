"""The report as HTML, such as a notebook shows under a cell. The only module that escapes for it."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from grader.model.formatting import escape_lines, one_line
from grader.model.report import PartScore, Report
from grader.reports.failure_rows import Row
from grader.reports.registry import RenderOptions, ReportFormat
from grader.reports.sections import format_part_points, render_sections, style_of_part

__all__ = ["FORMAT"]

# Each has a contrast of 4 or more with white and with nearly black; a mark or a number says the same.
_COLORS: Final = {"green": "#1f8b3c", "red": "#d8453a", "yellow": "#a87400"}
# Notebooks typeset what stands between dollar signs, also in what a student's code printed, but for these.
_NO_MATH: Final = "mathjax_ignore tex2jax_ignore"
_MONO: Final = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
_CELL: Final = "text-align:left;vertical-align:top;background:none;border:0;padding:1px 16px 1px 0"
_DIM: Final = "opacity:0.75"
_PLACE: Final = re.compile(r"[A-Za-z0-9][\w.-]*\.md(#[\w-]+)?|__graphs__/[\w-]+\.html", re.ASCII)


class _HtmlPage:
    """Collects elements and returns them as one."""

    def __init__(self) -> None:
        self._elements: list[str] = []
        self._gap = False

    def text(self) -> str:
        """Return the page."""
        style = "line-height:1.4;font-family:system-ui,sans-serif;overflow-x:auto"
        return f'<div class="{_NO_MATH}" style="{style}">\n{"".join(self._elements)}</div>\n'

    def add_gap(self) -> None:
        """Leave a gap before whatever comes next."""
        self._gap = bool(self._elements)

    def add_paragraph(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a paragraph; line breaks in it stay."""
        self._add("div", _safe(text), _style(style, _indented(indent)))

    def add_title(self, text: str, note: str = "", style: str = "") -> None:
        """Add a title, with a note behind it in a style of its own."""
        behind = f', <span style="{_style(style)}">{_safe(note)}</span>' if note else ""
        self._add("div", f"<b>{_safe(text)}</b>{behind}", _style(""))

    def add_heading(self, mark: str, text: str, style: str, note: str = "") -> None:
        """Add a heading after a mark such as a tick, with a quieter note behind it."""
        quieter = f' <span style="{_DIM}">{_safe(note)}</span>' if note else ""
        heading = f'<span style="{_style(style)}">{_safe(mark)}</span> <b>{_safe(text)}</b>{quieter}'
        self._add("div", heading)

    def add_line(self, mark: str, text: str, style: str) -> None:
        """Add a line after a mark."""
        self._add("div", f'<span style="{_style(style)}">{_safe(mark)}</span> {_safe(one_line(text))}')

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Add labelled rows, the texts in a column of their own."""
        label, text = f"{_CELL};{_DIM};white-space:nowrap", f"{_CELL};{_MONO};white-space:pre-wrap"
        lines = [
            f'<tr style="background:none"><td style="{label}">{_safe(row.label)}</td>'
            f'<td style="{text}">{_linked(row)}</td></tr>\n'
            for row in rows
        ]
        self._add("table", "".join(lines), _indented(2))

    def add_parts(self, parts: Sequence[PartScore], passed: Iterable[str], changes: Sequence[str]) -> None:
        """Add the table of an assignment's parts.

        Args:
            parts: The parts.
            passed: For each part, how many of its checks passed, in words.
            changes: For each part, by how much its points have changed; empty where they have not.
        """
        titles = ["Part", "", "Points", "Checks", *(["Change"] if any(changes) else [])]
        names = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in titles)
        lines = [f'<tr style="background:none;{_DIM}">{names}</tr>\n']
        for part, share, change in zip(parts, passed, changes, strict=True):
            cells = [
                (_safe(part.name), _MONO),
                (_safe(part.title), ""),
                (format_part_points(part), _style(style_of_part(part))),
                (_safe(share), ""),
                *([(_safe(change), "")] if any(changes) else []),
            ]
            row = "".join(
                f'<td style="{";".join(filter(None, (_CELL, style)))}">{text}</td>' for text, style in cells
            )
            lines.append(f'<tr style="background:none">{row}</tr>\n')
        self._add("table", "".join(lines), _indented(1))

    def _add(self, name: str, inside: str, style: str = "") -> None:
        above = "margin-top:0.8em;" if self._gap else ""
        collapse = "border-collapse:collapse;" if name == "table" else ""
        self._gap = False
        self._elements.append(f'<{name} style="{above}{collapse}{style}">{inside}</{name}>\n')


def _linked(row: Row) -> str:
    """Write the text of a row, as a link where it names a place in a handout, or the page of a graph."""
    shown = _safe(row.text)
    return f'<a href="{escape(row.link)}">{shown}</a>' if _PLACE.fullmatch(row.link) else shown


def _safe(text: str) -> str:
    """Escape what a browser would obey; what it would not show becomes visible."""
    return escape(escape_lines(text))


def _style(style: str, more: str = "") -> str:
    """Translate a style of the page, a colour, `bold` or `dim`, into properties of CSS."""
    named = {"bold": "font-weight:bold", "dim": _DIM}.get(style, "")
    color = f"color:{_COLORS[style]};font-weight:bold" if style in _COLORS else ""
    return ";".join(one for one in ("white-space:pre-wrap", named, color, more) if one)


def _indented(indent: int) -> str:
    return f"margin-left:{indent / 2:g}em" if indent else ""


def _write(report: Report, options: RenderOptions) -> str:
    """Write one `div` element with the same words as in a terminal.

    Everything that a student wrote is escaped. There is no script, no style sheet, and no link but into the
    handout and to the page of a graph, which lie beside the notebook. Every style stands at its element,
    which keeps it where a notebook is opened by someone else, and no colour of the page is changed, so that
    it reads on light and on dark ground.
    """
    page = _HtmlPage()
    render_sections(report, page, options)
    return page.text()


FORMAT: Final = ReportFormat(name="html", suffix=".html", write=_write)
