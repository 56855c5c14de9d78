"""How a check can end, in a suite that is run from beginning to end."""

import pytest

from grader.model.check import Check, Outcome
from tests.support.small_suites import EVERY_END, SmallSuite

EVERY_OUTCOME = """
pytestmark = pytest.mark.part("one", hint="Think.")

def test_passed(submission, expect):
    '''A right answer. It is not told.

    More is not the title.'''
    expect(submission.right(x=3), 3)

def test_wrong(submission, expect):
    expect(submission.wrong(), 1.0, "answer")

def test_raised(submission):
    submission.right()
    submission.divides(0)

def test_not_started(submission):
    submission.todo()

def test_skipped_for_a_stub(submission):
    submission.needs()

def test_skipped_for_what_is_missing(submission):
    submission.nothing_of_that_name()

def test_timeout(submission):
    submission.slow()

def test_memory(submission):
    submission.hungry()

def test_crashed(submission):
    submission.dies()

@pytest.mark.part("two")
@pytest.mark.parametrize("kind", ["a", "b"])
def test_pending(oracle, kind):
    oracle("nothing_recorded")

class TestFirst:
    def test_same_name(self, submission):
        submission.right()

class TestSecond:
    def test_same_name(self, submission):
        submission.wrong()
        assert False, "wrong on purpose"
"""


@pytest.fixture(scope="module")
def every_outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Check]:
    """Run a suite with a check for every outcome, once for all that look at it."""
    suite = SmallSuite(tmp_path_factory.mktemp("every_outcome"))
    suite.visible(EVERY_OUTCOME)
    run = suite.run(EVERY_END, cpu_seconds_per_call=0.3)
    advice = "An instructor records it with `grade record`."
    assert [str(fault) for fault in run.faults] == [f"case 'nothing_recorded' is not recorded\n{advice}"]
    assert run.isolation in ("L1", "L3", "L4")
    return {check.id.partition("::")[2]: check for check in run.checks}


@pytest.mark.parametrize(
    "name, outcome",
    [
        ("test_passed", Outcome.PASSED),
        ("test_wrong", Outcome.WRONG),
        ("test_raised", Outcome.RAISED),
        ("test_not_started", Outcome.NOT_STARTED),
        ("test_skipped_for_a_stub", Outcome.SKIPPED),
        ("test_skipped_for_what_is_missing", Outcome.SKIPPED),
        ("test_timeout", Outcome.TIMEOUT),
        ("test_memory", Outcome.MEMORY),
        ("test_crashed", Outcome.CRASHED),
        ("test_pending[a]", Outcome.PENDING),
        ("TestFirst::test_same_name", Outcome.PASSED),
        ("TestSecond::test_same_name", Outcome.WRONG),
    ],
)
def test_a_check_ends_with_its_outcome(name: str, outcome: Outcome, every_outcome: dict[str, Check]) -> None:
    assert every_outcome[name].outcome is outcome


def test_a_check_tells_what_it_is(every_outcome: dict[str, Check]) -> None:
    passed, pending = every_outcome["test_passed"], every_outcome["test_pending[b]"]

    assert passed.id == "visible/test_visible.py::test_passed"
    assert passed.title == "A right answer. It is not told"
    assert (passed.part, passed.hint, passed.hidden) == ("one", "Think.", False)
    assert (pending.title, pending.part, pending.hint) == ("pending (b)", "two", "")


def test_a_check_tells_what_was_called_and_printed(every_outcome: dict[str, Check]) -> None:
    passed, raised = every_outcome["test_passed"], every_outcome["test_raised"]

    (call,) = passed.calls
    assert (call.function, [(one.name, one.value) for one in call.arguments]) == ("right", [("x", "3")])
    assert passed.output == "printed\n"
    assert [call.function for call in raised.calls] == ["right", "divides"]


def test_a_check_tells_why_it_failed_and_where(every_outcome: dict[str, Check]) -> None:
    raised, wrong = every_outcome["test_raised"], every_outcome["test_wrong"]

    assert (raised.exception, raised.message) == ("ZeroDivisionError", "division by zero")
    assert raised.location is not None
    assert (raised.location.line, raised.location.function) == (7, "divides")
    assert [one.name for one in wrong.differences] == ["answer"]
    assert every_outcome["TestSecond::test_same_name"].message == "wrong on purpose"


def test_a_check_tells_what_it_needs(every_outcome: dict[str, Check]) -> None:
    assert every_outcome["test_not_started"].needs == "todo"
    assert every_outcome["test_skipped_for_a_stub"].needs == "todo"
    assert every_outcome["test_skipped_for_what_is_missing"].needs == "nothing_of_that_name"
