"""The checks of an assignment that pass or fail since the last run, for someone who works on it."""

from collections.abc import Sequence
from typing import Final

from grader.model.check import Check, Outcome
from grader.model.report import AssignmentReport
from grader.reports import templates
from grader.reports.grouping import checks_of
from grader.reports.registry import DEFAULT_OPTIONS, RenderOptions

__all__ = ["render_changes"]

_MOST: Final = 8


def render_changes(
    before: AssignmentReport, after: AssignmentReport, options: RenderOptions = DEFAULT_OPTIONS
) -> str:
    """List the checks that newly pass and those that newly fail, of those that ran both times.

    Only titles are shown, which any check may show, hidden ones too.

    Args:
        before: The earlier run.
        after: The later one.
        options: The terminal that shows it.

    Returns:
        The text, ending in a newline.
    """
    # rich takes 50 ms to import, which only a terminal should have to wait for.
    from grader.reports.formats.terminal import TerminalPage  # noqa: PLC0415  # see above

    page = TerminalPage(options)
    passed = {check.id: _passed(check) for check in checks_of(before)}
    known = [check for check in checks_of(after) if check.id in passed]
    better = [check for check in known if _passed(check) and not passed[check.id]]
    worse = [check for check in known if passed[check.id] and not _passed(check)]
    titles = {part.name: part.title for part in after.parts}
    for mark, style, note, changed in (
        ("✓", "green", templates.NEWLY_PASSES, better),
        ("✗", "red", templates.NEWLY_FAILS, worse),
    ):
        for check in changed[:_MOST]:
            heading = templates.CHECK.format(part=titles[check.part], title=check.title)
            page.add_heading(mark, heading, style, note)
        if len(changed) > _MOST:
            page.add_paragraph(templates.MORE_CHANGES.format(number=len(changed) - _MOST), indent=2)
    if not better and not worse:
        page.add_paragraph(_describe_unchanged(known))
    return page.text()


def _describe_unchanged(known: Sequence[Check]) -> str:
    return templates.NOTHING_FAILS if all(map(_passed, known)) else templates.NOTHING_CHANGED


def _passed(check: Check) -> bool:
    return check.outcome is Outcome.PASSED
