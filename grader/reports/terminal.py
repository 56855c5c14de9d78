"""The report as a person reads it in a terminal."""

from typing import Final

from grader.scoring import Report, redact_report

__all__ = ["render_terminal"]

_NARROWEST: Final = 20


def render_terminal(report: Report, *, width: int = 80, color: bool = False, ascii_only: bool = False) -> str:
    """Tell a run: points for each assignment and part, then each failure once and where to look.

    Hidden checks are redacted here, whatever the report holds. Nothing that a student wrote is obeyed by the
    terminal: it is printed as it stands, with control characters as escapes.

    Args:
        report: What the run found out.
        width: Columns of the terminal; longer lines are folded.
        color: Whether to use terminal colours; without them the text holds no escape codes at all.
        ascii_only: Whether to print nothing but ASCII, for terminals that cannot show more.

    Returns:
        The text, ending in a newline.
    """
    # rich takes 50 ms to import, which `grade --help` and `grade --json` should not have to wait for.
    from grader.reports.page import Page  # noqa: PLC0415  # see above
    from grader.reports.story import tell  # noqa: PLC0415  # see above

    page = Page(width=max(width, _NARROWEST), color=color, ascii_only=ascii_only)
    tell(redact_report(report), page)
    return page.text()
