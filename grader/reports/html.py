"""The report as part of a web page, such as a notebook shows under a cell."""

from grader.reports.story import tell
from grader.reports.web import WebPage
from grader.scoring import Report, redact_report

__all__ = ["render_html"]


def render_html(report: Report) -> str:
    """Tell a run, with the same words as in a terminal, as HTML.

    Hidden checks are redacted here, whatever the report holds. Everything that a student wrote is escaped.
    There is no script, no link and no style sheet: every style stands at its element, which keeps it where a
    notebook is opened by someone else, and no colour of the page is changed, so that it reads on light and on
    dark ground.

    Args:
        report: What the run found out.

    Returns:
        One `div` element and a newline.
    """
    page = WebPage()
    tell(redact_report(report), page)
    return page.text()
