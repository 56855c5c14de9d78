"""The checks of an assignment that pass or fail since the last run, for someone who works on it."""

from collections.abc import Sequence
from typing import Final

from grader.model.check import Check, Outcome
from grader.model.report import AssignmentReport
from grader.reports import templates
from grader.reports.grouping import checks_of
from grader.reports.page import Page

__all__ = ["add_changes"]

_MOST: Final = 8


def add_changes(before: AssignmentReport, after: AssignmentReport, page: Page) -> None:
    """List the checks that newly pass and those that newly fail, of those that ran both times.

    Only titles are shown, which any check may show, hidden ones too.

    Args:
        before: The earlier run.
        after: The later one.
        page: What they are listed on.
    """
    passed = {check.id: _passed(check) for check in checks_of(before)}
    known = [check for check in checks_of(after) if check.id in passed]
    better = [check for check in known if _passed(check) and not passed[check.id]]
    worse = [check for check in known if passed[check.id] and not _passed(check)]
    for mark, style, template, changed in (
        ("✓", "green", templates.NEWLY_PASSES, better),
        ("✗", "red", templates.NEWLY_FAILS, worse),
    ):
        for check in changed[:_MOST]:
            page.add_line(mark, template.format(part=check.part, title=check.title), style)
        if len(changed) > _MOST:
            page.add_paragraph(templates.MORE_CHANGES.format(number=len(changed) - _MOST), indent=2)
    if not better and not worse:
        page.add_paragraph(_describe_unchanged(known))


def _describe_unchanged(known: Sequence[Check]) -> str:
    return templates.NOTHING_FAILS if all(map(_passed, known)) else templates.NOTHING_CHANGED


def _passed(check: Check) -> bool:
    return check.outcome is Outcome.PASSED
