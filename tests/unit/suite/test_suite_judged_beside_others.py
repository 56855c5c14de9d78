"""A function is judged beside right results of the functions that failed: it loses no points for them."""

import pytest

from grader.model.check import Outcome
from tests.support.small_suites import SmallSuite, by_name

VISIBLE = """
@pytest.mark.part("one")
def test_f(submission, expect):
    expect(submission.f(2.0), 4.0)
"""
HIDDEN = """
@pytest.mark.part("two")
@pytest.mark.parametrize("x", [3.0, 5.0])
def test_g(submission, expect, x):
    known = [("f", {"x": x}, x * x), ("h", {"x": x}, x / 2)]
    submission.judge(lambda: expect(submission.g(x), x * x + x / 2), known)
"""
RIGHT = """
def f(x): return x * x
def h(x): return x / 2
def g(x): return f(x) + h(x)
"""
NEARLY = "def h(x): return x / 2 * (1 + 1e-8)\n"  # close enough for the check, and not for a right result
WRONG = "def h(x): return 0.0\n"
ENDLESS = "def f(x):\n    while True: pass\n"
ASLEEP = "def f(x):\n    import time\n    time.sleep(1000)\n"


@pytest.fixture
def suite(small_suite: SmallSuite) -> SmallSuite:
    small_suite.visible(VISIBLE)
    small_suite.hidden(HIDDEN)  # hidden checks come after visible ones
    return small_suite


@pytest.mark.parametrize(
    "change",
    [
        f"def f(x): return x\n{NEARLY}",
        f"def f(x): return x\n{WRONG}",
        f"def f(x): raise NotImplementedError\n{NEARLY}",
        f"def f(x): return x / 0\n{WRONG}",
        f"{ENDLESS}{NEARLY}",
        f"{ENDLESS}{WRONG}",
        f"{ASLEEP}{NEARLY}",
    ],
)
def test_function_passes_beside_others_that_are_wrong_or_come_to_no_end(
    change: str, suite: SmallSuite
) -> None:
    run = suite.run(RIGHT + change, RIGHT, cpu_seconds_per_call=0.2)
    outcomes = {name: check.outcome for name, check in by_name(run).items()}
    assert outcomes.pop("test_f") is not Outcome.PASSED
    assert set(outcomes.values()) == {Outcome.PASSED}


@pytest.mark.parametrize("change, asked", [("def f(x): return x\n", False), (WRONG, True)])
def test_right_results_of_a_function_that_has_not_failed_are_the_last_resort(
    change: str,
    asked: bool,  # noqa: FBT001  # what is expected
    suite: SmallSuite,
) -> None:
    # Such an argument cannot be handed over, which shows only where it would be.
    suite.hidden(HIDDEN.replace('("h", {"x": x}, x / 2)', '("h", {"x": pytest}, x / 2)'))
    run = suite.run(RIGHT + change, RIGHT)
    passed = {check.outcome for check in run.checks if check.hidden} == {Outcome.PASSED}
    assert passed is not asked


@pytest.mark.parametrize("change", ["", ENDLESS, WRONG, f"def f(x): return x\n{WRONG}"])
def test_function_that_is_wrong_beside_right_results_fails(change: str, suite: SmallSuite) -> None:
    run = suite.run(RIGHT + change + "def g(x): return f(x) - h(x)\n", RIGHT, cpu_seconds_per_call=0.2)
    assert {by_name(run)[f"test_g[{x}]"].outcome for x in ("3.0", "5.0")} == {Outcome.WRONG}
