"""Whose fault it is that a check fails: the submission's or the suite's."""

import pytest

from grader.model.check import Fault, Outcome
from tests.support.small_suites import EVERY_END, SmallSuite, by_name

ARBITRATED = """
import os
pytestmark = pytest.mark.part("one")

def test_its_own_mistake(submission):
    submission.right()
    [][0]

def test_its_own_skip():
    pytest.skip("not today")

def test_an_object_for_a_number(submission):
    assert float(submission.returns_object()) == 1.0

def test_a_number_without_a_length(submission):
    assert len(submission.wrong()) == 1

def test_a_failed_assertion(submission):
    assert submission.wrong() == 1.0, "it is not one"

def test_a_failure_by_name(submission):
    if submission.wrong() != 1.0:
        pytest.fail("it is not one")

def test_that_cannot_be_set_up(no_such_fixture):
    pass

def test_that_passes(submission):
    submission.right()
"""


def test_what_a_check_does_to_the_solution_too_is_the_suites_fault(small_suite: SmallSuite) -> None:
    small_suite.visible(ARBITRATED)
    solution = "def right(): return 1\ndef wrong(): return 1.0\ndef returns_object(): return 1.0"
    run = small_suite.run(EVERY_END, solution)
    checks = by_name(run)

    for name in ("test_its_own_mistake", "test_its_own_skip", "test_that_cannot_be_set_up"):
        assert (checks[name].outcome, checks[name].fault) == (Outcome.PENDING, Fault.SUITE)
        assert checks[name].message == "the check itself failed"
        assert any(f"::{name} fails with the solution too" in str(fault) for fault in run.faults)
    assert any("IndexError at test_visible.py:" in str(fault) for fault in run.faults)
    for name in ("test_an_object_for_a_number", "test_a_failed_assertion", "test_a_failure_by_name"):
        assert checks[name].outcome is Outcome.WRONG
    assert "an object of type Value" in checks["test_an_object_for_a_number"].message
    assert checks["test_a_failed_assertion"].message == "it is not one"
    assert checks["test_that_passes"].outcome is Outcome.PASSED


def test_what_a_check_does_to_the_submission_alone_is_a_wrong_answer(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        def test_length(submission):
            assert len(submission.f()) == 2
        def test_key(submission):
            assert submission.f()[1] == 2
        """
    )
    run = small_suite.run("def f(): return 5", "def f(): return (1, 2)")

    assert [check.outcome for check in run.checks] == [Outcome.WRONG, Outcome.WRONG]
    assert "TypeError" in run.checks[0].message
    assert run.faults == ()


def test_without_a_solution_only_assertions_and_objects_are_judged(small_suite: SmallSuite) -> None:
    small_suite.visible(ARBITRATED)
    run = small_suite.run(EVERY_END)
    checks = by_name(run)

    for name in ("test_an_object_for_a_number", "test_a_failed_assertion", "test_a_failure_by_name"):
        assert checks[name].outcome is Outcome.WRONG
    undecided = (
        "test_its_own_mistake",
        "test_its_own_skip",
        "test_that_cannot_be_set_up",
        "test_a_number_without_a_length",
    )
    for name in undecided:
        assert (checks[name].outcome, checks[name].fault) == (Outcome.PENDING, Fault.SUITE)
        assert any(f"::{name} fails by itself" in str(fault) for fault in run.faults)


@pytest.mark.parametrize("solution", ["", "def f(): return 5"], ids=["no solution", "solution"])
def test_a_number_for_a_function_is_a_wrong_answer(solution: str, small_suite: SmallSuite) -> None:
    small_suite.visible("@pytest.mark.part('one')\ndef test_one(submission):\n    assert submission.f() == 5")
    run = small_suite.run("f = 5", solution)

    assert run.checks[0].outcome is Outcome.WRONG
    assert run.checks[0].message == "a value stands where a function is called: 'int' object is not callable"
    assert run.faults == ()


def test_a_solution_that_does_not_load_withholds_points_too(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_one(submission):
            assert submission.f() == 1
        """
    )
    run = small_suite.run("def f(): return 2", "raise RuntimeError")

    assert run.checks[0].outcome is Outcome.PENDING
    assert any("Raised" in str(fault) for fault in run.faults)


@pytest.mark.parametrize(
    "code, words",
    [
        ("def test_one(submission): pass", "test_one does not say which part it counts for"),
        (
            "@pytest.mark.part('three')\ndef test_one(): pass",
            "counts for part 'three'; the assignment has one, two",
        ),
        ("@pytest.mark.part('one', 'two')\ndef test_one(): pass", "does not say which part"),
        (
            "import no_such_module",
            "cannot be collected: ModuleNotFoundError: No module named 'no_such_module' (line ",
        ),
        ("def test_one(:", "cannot be collected: SyntaxError: invalid syntax (line "),
        ("x = 1", "the suite holds no checks"),
        ("@pytest.mark.part_of_it\ndef test_one(): pass", "'part_of_it' not found in `markers`"),
    ],
    ids=["no part", "unknown part", "two parts", "import", "syntax", "empty", "marker"],
)
def test_a_suite_that_is_not_in_order_decides_nothing(code: str, words: str, small_suite: SmallSuite) -> None:
    small_suite.visible(code)
    small_suite.visible("@pytest.mark.part('one')\ndef test_other(submission): pass", "test_other.py")
    if code == "x = 1":
        (small_suite.root / "visible" / "test_other.py").unlink()
    run = small_suite.run("def f(): return 1")

    assert words in "\n".join(map(str, run.faults))
    assert all(check.fault is Fault.SUITE for check in run.checks)
    assert all(check.outcome is Outcome.PENDING for check in run.checks)


def test_an_assertion_in_a_function_of_the_suites_counts_though_the_student_swallows_it(
    small_suite: SmallSuite,
) -> None:
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_step(submission):
            def step(x):
                assert x == 2, "a step from elsewhere"
            submission.f(step)
        """
    )
    swallows = "def f(step):\n    try: step(1)\n    except BaseException: pass"
    run = small_suite.run(swallows, "def f(step): step(2)")

    assert (run.checks[0].outcome, run.checks[0].message) == (Outcome.WRONG, "a step from elsewhere")
    assert run.faults == ()
