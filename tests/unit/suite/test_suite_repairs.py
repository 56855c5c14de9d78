"""A small change with which failed checks pass tells where the mistake is, and of what kind."""

import pytest

from grader.diagnosis.templates import REPAIRS
from grader.model.check import Explanation, Outcome
from grader.mutation.mutators import Change
from grader.suite.results import SuiteRun
from grader.suite.runner import Runner
from tests.support.shared_runner import sharing_a_runner
from tests.support.small_suites import SmallSuite, by_name, record

CHECKS = """
pytestmark = pytest.mark.part("one")

def test_first(submission, expect):
    expect(submission.first(x=2.0, y=3.0), {"a": 6.0, "b": 5.0})

def test_first_of_others(submission, expect):
    expect(submission.first(x=5.0, y=7.0), {"a": 35.0, "b": 12.0})

@pytest.mark.part("two")
def test_second(submission, expect):
    expect(submission.second(x=3.0), 10.0)

@pytest.mark.part("two")
def test_value(submission, expect):
    expect((submission.Value(3.0) * submission.Value(4.0)).data, 12.0)
"""
RIGHT = """
def helper(x):
    return x * x

def first(x, y):
    a = x * y
    b = x + y
    return {"a": a, "b": b}

def second(x):
    return helper(x) + 1

class Value:
    def __init__(self, data):
        self.data = data

    def __mul__(self, other):
        return Value(self.data * other.data)
"""


@pytest.fixture
def seeking(small_suite: SmallSuite) -> SmallSuite:
    """Give a suite whose failures are explained by repairs."""
    small_suite.visible(CHECKS)
    record(small_suite.root / "visible", "with_a_gradient", 1)
    small_suite.seek_repairs = True
    return small_suite


def repairs(run: SuiteRun) -> dict[str, Explanation]:
    """Find the checks that a repair explains, by name."""
    return {
        name: one.explanation
        for name, one in by_name(run).items()
        if one.explanation is not None and one.explanation.location is not None
    }


@pytest.mark.parametrize(
    "wrong, change, line, failed",
    [
        (("a = x * y", "a = x / y"), Change.OPERATOR, 6, ["test_first", "test_first_of_others"]),
        (("b = x + y", "b = x + x"), Change.NAME, 7, ["test_first", "test_first_of_others"]),
        (("return x * x", "return x * x * 2"), Change.EXTRA_FACTOR, 3, ["test_second"]),
        (("helper(x) + 1", "helper(x)"), Change.MISSING_TERM, 11, ["test_second"]),
        (("self.data * other.data", "self.data * self.data"), Change.NAME, 18, ["test_value"]),
    ],
)
def test_line_and_kind_of_a_mistake_are_found(
    seeking: SmallSuite, wrong: tuple[str, str], change: Change, line: int, failed: list[str]
) -> None:
    run = seeking.run(RIGHT.replace(*wrong))
    assert [name for name, one in by_name(run).items() if one.outcome is Outcome.WRONG] == failed
    found = repairs(run)
    assert list(found) == failed
    for one in found.values():
        assert (one.name, one.text, one.certain) == (f"one-{change}", REPAIRS[change], True)
        assert one.location is not None
        assert one.location.line == line


def test_change_that_breaks_a_check_is_no_repair(seeking: SmallSuite) -> None:
    seeking.visible(
        """
        @pytest.mark.part("one")
        def test_wrong(submission, expect):
            expect(submission.f(x=1.0), 3.0)

        @pytest.mark.part("one")
        def test_beside_it(submission, expect):
            expect(submission.f(x=0.0), 1.0)

        @pytest.mark.part("two")
        def test_of_another_part(submission, expect):
            expect(submission.f(x=2.0), 3.0)
        """
    )
    # Both `x + 2` and `2 * x + 1` give 3 for 1, the latter also 1 for 0.
    assert not repairs(seeking.run("def f(x):\n    return x + 1"))


def test_two_mistakes_in_different_functions_are_both_found(seeking: SmallSuite) -> None:
    wrong = RIGHT.replace("a = x * y", "a = x - y").replace("helper(x) + 1", "helper(x) - 1")
    found = repairs(seeking.run(wrong))
    assert {name: one.name for name, one in found.items()} == {
        "test_first": "one-operator",
        "test_first_of_others": "one-operator",
        "test_second": "one-operator",
    }


def test_hidden_checks_are_never_repaired(seeking: SmallSuite) -> None:
    seeking.hidden(CHECKS)
    seeking.visible('@pytest.mark.part("one")\ndef test_nothing(): pass')
    assert not repairs(seeking.run(RIGHT.replace("a = x * y", "a = x / y")))


def test_hidden_failures_do_not_stand_in_the_way(seeking: SmallSuite) -> None:
    seeking.hidden(CHECKS.replace("test_", "test_hidden_"))
    found = repairs(seeking.run(RIGHT.replace("a = x * y", "a = x / y")))
    assert sorted(found) == ["test_first", "test_first_of_others"]


def test_change_is_not_believed_for_what_another_left_behind(seeking: SmallSuite) -> None:
    counting = """
calls = []
later = dict.fromkeys(range(40, 60), 10.0)

def second(x):
    calls.append(x)
    return later.get(len(calls), x)
"""
    assert not repairs(seeking.run(RIGHT + counting))


def test_values_without_gradients_are_not_repaired(small_suite: SmallSuite) -> None:
    """The middle of three numbers is one of three: many wrong programs give it."""
    small_suite.visible(CHECKS)
    small_suite.seek_repairs = True
    assert not repairs(small_suite.run(RIGHT.replace("a = x * y", "a = x / y")))


def test_nothing_is_sought_unless_asked(small_suite: SmallSuite) -> None:
    small_suite.visible(CHECKS)
    assert not repairs(small_suite.run(RIGHT.replace("a = x * y", "a = x / y")))


def test_changes_that_never_end_end_the_search(seeking: SmallSuite) -> None:
    endless = """
def second(x):
    count = 0
    while count < x * x:
        count += 1
    return float(count)
"""
    run = seeking.run(RIGHT + endless)
    assert by_name(run)["test_second"].outcome is Outcome.WRONG
    assert (run.faults, run.defects) == ((), ())


@pytest.mark.parametrize(
    "submission",
    [
        "def second(x):\n    return 1" + " + 1" * 900,
        "second = lambda x: x + 2",
        "import functools\n@functools.lru_cache\ndef second(x): return x + 2",
        "def second(x): exec('y = x')",
        "def second(x):\n    return eval('x + 2')",
        "def become_variant(number): raise SystemExit\ndef second(x): return x - 1",
        "_variants = None\ndef second(x):\n    global second\n    second = None\n    return x",
    ],
)
def test_odd_submissions_are_graded_as_without(seeking: SmallSuite, submission: str) -> None:
    run = seeking.run(submission)
    assert (run.faults, run.defects) == ((), ())
    assert by_name(run)["test_second"].outcome is Outcome.WRONG


def test_search_says_how_many_changes_it_has_tried(seeking: SmallSuite) -> None:
    told: list[int] = []
    with sharing_a_runner(), Runner() as runner:
        running = runner.start(seeking.job(RIGHT.replace("helper(x) + 1", "helper(x) + 5")))
        running.finish(on_tried=told.append)
    assert told[:2] == [0, 10]
    assert told == sorted(told)


def test_nothing_is_told_where_nothing_is_looked_for(seeking: SmallSuite) -> None:
    told: list[int] = []
    with sharing_a_runner(), Runner() as runner:
        runner.start(seeking.job(RIGHT)).finish(on_tried=told.append)
    assert told == []
