"""The report as a Markdown page: the summary of a step on GitHub, where students read it first."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from grader.model.formatting import printable
from grader.model.report import PartScore, Report
from grader.reports import templates
from grader.reports.failure_rows import Row
from grader.reports.formats.terminal import format_rows
from grader.reports.registry import RenderOptions, ReportFormat
from grader.reports.sections import format_part_points, render_sections

__all__ = ["FORMAT", "SUMMARY_BYTES"]

SUMMARY_BYTES: Final = 1 << 20
"""The longest summary of a step that GitHub accepts."""

_PUNCTUATION: Final = re.compile(r"[!-/:-?\[-`{-~]")
_FENCE: Final = re.compile(r"`{3,}")


class _MarkdownPage:
    """Collects blocks of Markdown, each complete in itself."""

    def __init__(self) -> None:
        self._blocks: list[str] = []

    def text(self, limit: int) -> str:
        """Return the page, without its longest blocks if it were too long with them."""
        sizes = [len(block.encode("utf-8")) + 2 for block in self._blocks]
        room = limit - len(templates.PAGE_CUT) - 2
        if sum(sizes) <= limit:
            return _joined(self._blocks)
        total, dropped = sum(sizes), set()
        for number in sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True):
            if total <= room:
                break
            total -= sizes[number]
            dropped.add(number)
        kept = (block for number, block in enumerate(self._blocks) if number not in dropped)
        return _joined([*kept, templates.PAGE_CUT])

    def add_gap(self) -> None:
        """Do nothing: every block stands apart."""

    def add_paragraph(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a paragraph, or a heading if it is bold."""
        del indent
        lines = [_inline(one) for one in text.split("\n")]
        # A backslash at the end of a line is a line break.
        shown = "\\\n".join(line for line in lines if line)
        self._add(f"## {' '.join(lines)}" if style == "bold" else shown)

    def add_title(self, text: str, note: str = "", style: str = "") -> None:
        """Add a heading, with a note behind it."""
        del style
        self.add_paragraph(f"{text}, {note}" if note else text, "bold")

    def add_heading(self, mark: str, text: str, style: str, note: str = "") -> None:
        """Add a smaller heading after a mark."""
        del style
        self._add(" ".join(part for part in ("###", mark, _inline(text), _inline(note)) if part))

    def add_line(self, mark: str, text: str, style: str) -> None:
        """Add a paragraph after a mark."""
        del style
        self._add(f"{_inline(mark)} {_inline(text)}")

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Add rows as text that is shown as it stands."""
        text = format_rows(rows)
        fence = max(("```", *(f"{run}`" for run in _FENCE.findall(text))), key=len)
        self._add(f"{fence}text\n{text}\n{fence}" if text else "")

    def add_parts(self, parts: Sequence[PartScore], passed: Iterable[str], changes: Sequence[str]) -> None:
        """Add the table of parts; a page that is kept shows no changes."""
        del changes
        lines = ["| Part | | Points | Checks |", "| --- | --- | ---: | --- |"]
        for part, share in zip(parts, passed, strict=True):
            points = format_part_points(part)
            lines.append(f"| {_inline(part.name)} | {_inline(part.title)} | {points} | {_inline(share)} |")
        self._add("\n".join(lines))

    def _add(self, block: str) -> None:
        if block:
            self._blocks.append(block)


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _inline(text: str) -> str:
    """Return one line that Markdown shows as it stands.

    A mention is looked for after Markdown is read, where escapes are gone, but never in code.
    """
    escaped = _PUNCTUATION.sub(lambda found: f"\\{found[0]}", printable(" ".join(text.split())))
    return escaped.replace("@", "`@`")


def _write(report: Report, options: RenderOptions) -> str:
    """Write GitHub-flavoured Markdown, without its longest pieces where it may be no longer, and say so.

    What a student wrote stands there as text: it makes no markup, no link, no picture and no mention of
    anybody.
    """
    page = _MarkdownPage()
    render_sections(report, page, options, total_first=True)
    return page.text(SUMMARY_BYTES if options.max_bytes is None else options.max_bytes)


FORMAT: Final = ReportFormat(name="markdown", suffix=".md", write=_write)
