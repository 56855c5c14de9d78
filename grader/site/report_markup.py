"""A student's report as elements of a page, which takes their style from its own style sheet."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from grader.model.formatting import escape_lines
from grader.model.redaction import redact_report
from grader.model.report import PartScore, Report
from grader.reports.failure_rows import Row
from grader.reports.sections import format_part_points, render_sections, style_of_part

__all__ = ["render_report_markup", "safe"]


def safe(text: str) -> Markup:
    """Escape what a browser would obey; what it would not show becomes visible."""
    return Markup.escape(escape_lines(text))


def render_report_markup(report: Report) -> Markup:
    """Write a report, redacted whatever it holds, as elements of a page."""
    page = _MarkupPage()
    render_sections(redact_report(report), page)
    return page.markup()


class _MarkupPage:
    """Collects elements; every style is a class of the site's style sheet."""

    def __init__(self) -> None:
        self._elements: list[Markup] = []
        self._gap = False

    def markup(self) -> Markup:
        """Return the elements as one."""
        return Markup('<div class="report">\n{}</div>\n').format(Markup("").join(self._elements))

    def add_gap(self) -> None:
        """Leave a gap before whatever comes next."""
        self._gap = bool(self._elements)

    def add_paragraph(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a paragraph; line breaks in it stay."""
        self._add(Markup('<p class="{} lines">{}</p>\n'), self._classes(style, indent), safe(text))

    def add_title(self, text: str, note: str = "", style: str = "") -> None:
        """Add a title, with a note behind it in a style of its own."""
        behind = Markup(', <span class="{}">{}</span>').format(style, safe(note)) if note else ""
        self._add(Markup('<p class="{} lines">{}{}</p>\n'), self._classes("bold", 0), safe(text), behind)

    def add_heading(self, mark: str, text: str, style: str, note: str = "") -> None:
        """Add a heading after a mark such as a tick, with a quieter note behind it."""
        quieter = Markup(' <span class="quiet">{}</span>').format(safe(note)) if note else ""
        template = Markup('<p class="{} lines"><span class="{}">{}</span> <b>{}</b>{}</p>\n')
        self._add(template, self._classes("", 0), style, safe(mark), safe(text), quieter)

    def add_line(self, mark: str, text: str, style: str) -> None:
        """Add a line after a mark."""
        template = Markup('<p class="{} lines"><span class="{}">{}</span> {}</p>\n')
        self._add(template, self._classes("", 0), style, safe(mark), safe(text))

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Add labelled rows, the texts in a column of their own."""
        template = Markup('<div><dt>{}</dt><dd class="lines">{}</dd></div>\n')
        lines = [template.format(safe(row.label), safe(row.text)) for row in rows]
        if lines:
            self._add(Markup('<dl class="{}">{}</dl>\n'), self._classes("", 2), Markup("").join(lines))

    def add_parts(self, parts: Sequence[PartScore], passed: Iterable[str], changes: Sequence[str]) -> None:
        """Add the table of an assignment's parts, with how many checks of each passed, in words.

        A page that is kept shows no changes.
        """
        del changes
        template = Markup('<tr><th scope="row">{}</th><td>{}</td><td class="{}">{}</td><td>{}</td></tr>\n')
        lines = [
            template.format(
                safe(part.name),
                safe(part.title),
                style_of_part(part),
                format_part_points(part),
                safe(share),
            )
            for part, share in zip(parts, passed, strict=True)
        ]
        titles = ("Part", "Title", "Points", "Checks")
        head = Markup("<tr>{}</tr>").format(
            Markup("").join(Markup('<th scope="col">{}</th>').format(title) for title in titles)
        )
        self._add(
            Markup('<table class="{}">{}{}</table>\n'), self._classes("", 0), head, Markup("").join(lines)
        )

    def _classes(self, style: str, indent: int) -> str:
        names = [style, "gap" if self._gap else "", "inside" if indent else ""]
        self._gap = False
        return " ".join(one for one in names if one)

    def _add(self, template: Markup, *inside: object) -> None:
        self._elements.append(template.format(*inside))
