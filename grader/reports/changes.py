"""What became of an assignment's checks between two runs, for someone who works on it."""

from collections.abc import Sequence
from typing import Final

from grader.model.check import Check, Outcome
from grader.model.report import AssignmentReport
from grader.reports.grouping import checks

__all__ = ["render_changes"]

_MOST: Final = 8


def render_changes(
    before: AssignmentReport,
    after: AssignmentReport,
    *,
    width: int = 80,
    color: bool = False,
    ascii_only: bool = False,
) -> str:
    """Tell which checks newly pass and which newly fail, of those that ran both times.

    Only titles are shown, which any check may show, hidden ones too.

    Args:
        before: The earlier run.
        after: The later one.
        width: Columns of the terminal; longer lines are folded.
        color: Whether to use terminal colours.
        ascii_only: Whether to print nothing but ASCII.

    Returns:
        The text, ending in a newline.
    """
    # rich takes 50 ms to import, which only a terminal should have to wait for.
    from grader.reports.terminal import Page  # noqa: PLC0415  # see above

    page = Page(width=width, color=color, ascii_only=ascii_only)
    passed = {check.id: _passed(check) for check in checks(before)}
    known = [check for check in checks(after) if check.id in passed]
    better = [check for check in known if _passed(check) and not passed[check.id]]
    worse = [check for check in known if passed[check.id] and not _passed(check)]
    titles = {part.name: part.title for part in after.parts}
    for mark, words, style, changed in (
        ("✓", "newly passes", "green", better),
        ("✗", "newly fails", "red", worse),
    ):
        for check in changed[:_MOST]:
            page.marked(mark, f"{titles[check.part]}: {check.title}", style, words)
        if len(changed) > _MOST:
            page.line(f"and {len(changed) - _MOST} more", indent=2)
    if not better and not worse:
        page.line(_unchanged(known))
    return page.text()


def _unchanged(known: Sequence[Check]) -> str:
    failing = sum(not _passed(check) for check in known)
    return "Every check still passes." if not failing else "No check passes or fails that did not before."


def _passed(check: Check) -> bool:
    return check.outcome is Outcome.PASSED
