"""What became of the checks between two runs."""

from dataclasses import replace

from grader.model.check import Check, Outcome
from grader.reports.changes import add_changes
from grader.reports.formats.terminal import TerminalPage
from tests.support.report_samples import assignment, passed


def checks(number: int, outcome: Outcome) -> list[Check]:
    return [replace(passed("forward", f"batch of {one}"), outcome=outcome) for one in range(number)]


def changes(before: list[Check], after: list[Check]) -> str:
    page = TerminalPage()
    add_changes(assignment(before), assignment(after), page)
    return page.text()


def test_new_passes_and_failures_are_named_with_their_part() -> None:
    one, two = checks(2, Outcome.PASSED)
    text = changes(
        [replace(one, outcome=Outcome.RAISED), two], [one, replace(two, outcome=Outcome.NOT_STARTED)]
    )
    assert text == "✓ newly passes: batch of 0 (forward)\n✗ newly fails: batch of 1 (forward)\n"


def test_many_changes_are_counted() -> None:
    text = changes(checks(20, Outcome.WRONG), checks(20, Outcome.PASSED))
    assert text.count("newly passes: ") == 8
    assert "and 12 more\n" in text


def test_unchanged_result_is_reported() -> None:
    assert changes(checks(1, Outcome.PASSED), checks(1, Outcome.PASSED)) == "Every check still passes.\n"
    same = changes(checks(1, Outcome.WRONG), checks(1, Outcome.RAISED))
    assert same == "No check passes or fails that did not before.\n"


def test_check_that_ran_once_is_no_change() -> None:
    assert "newly" not in changes(checks(1, Outcome.PASSED), checks(3, Outcome.PASSED))
