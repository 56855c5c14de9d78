"""A function is judged beside right results of the functions that failed: it loses no points for them."""

import pytest

from grader.model.check import Outcome
from grader.suite.results import SuiteRun
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


SHOWN = "g_of = g\ndef g(x):\n    print('g', x)\n    return g_of(x)\n"
"""Prints a line for each call of `g`."""
MANY = HIDDEN.replace("[3.0, 5.0]", "[3.0, 5.0, 7.0]")


def calls(run: SuiteRun) -> list[int]:
    """Count the calls of `g` in each check, smallest number first."""
    return sorted(by_name(run)[f"test_g[{x}]"].output.count("g ") for x in ("3.0", "5.0", "7.0"))


@pytest.mark.parametrize(
    "change, expected",
    [
        ("", [1, 1, 1]),
        ("def f(x): return x\n", [1, 1, 2]),  # what has helped one check is lent to the others from the start
        (f"def f(x): return x\n{WRONG}", [1, 1, 3]),  # of two functions, both
        ("def g(x): return f(x) - h(x)\n", [2, 2, 2]),  # nothing helps
    ],
)
def test_what_has_helped_one_check_is_lent_to_those_like_it_from_the_start(
    change: str, expected: list[int], suite: SmallSuite
) -> None:
    suite.hidden(MANY)
    assert calls(suite.run(RIGHT + change + SHOWN, RIGHT)) == expected


def test_results_of_each_step_of_a_long_way_are_not_lent_from_the_start(suite: SmallSuite) -> None:
    steps = '[("f", {"x": -step}, step * step) for step in range(16)]'
    suite.hidden(MANY.replace('("h", {"x": x}, x / 2)]', f'("h", {{"x": x}}, x / 2), *{steps}]'))
    assert calls(suite.run(RIGHT + "def f(x): return x\n" + SHOWN, RIGHT)) == [2, 2, 2]


IN_A_WAY_OF_ITS_OWN = """
def f(x): return x * x + 1
def h(x): return x / 2
def g(x): return f(x) + h(x) - (x == {})
"""


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("odd", [3.0, 5.0, 7.0])
def test_check_that_fails_beside_what_has_helped_others_is_made_without(
    odd: float, seed: int, suite: SmallSuite
) -> None:
    """For one number the submission's own functions agree with one another; which comes first varies."""
    suite.hidden(MANY)
    run = suite.run(IN_A_WAY_OF_ITS_OWN.format(odd) + SHOWN, RIGHT, seed=seed)
    outcomes = {check.outcome for name, check in by_name(run).items() if name != "test_f"}
    assert outcomes == {Outcome.PASSED}
    assert by_name(run)[f"test_g[{odd}]"].output.count("g ") == 1, "the output is that of the last run"


def test_nothing_is_lent_from_the_start_any_more_once_that_has_not_helped(suite: SmallSuite) -> None:
    numbers = [3.0, 5.0, 7.0, 9.0, 11.0]
    suite.hidden(HIDDEN.replace("[3.0, 5.0]", str(numbers)))
    for seed in range(4):
        run = suite.run(IN_A_WAY_OF_ITS_OWN.format(7.0) + SHOWN, RIGHT, seed=seed)
        order = [check.partition("test_g[")[2].rstrip("]") for check in suite.order if "test_g" in check]
        made = [by_name(run)[f"test_g[{x}]"].output.count("g ") for x in order]
        odd = order.index("7.0")
        before = [2, *[1] * (odd - 1)] if odd else []
        after = [2] * (4 - odd) if odd else [2, 1, 1, 1]
        assert made == [*before, 1, *after]


def test_failure_is_told_as_if_nothing_had_been_lent_from_the_start(suite: SmallSuite) -> None:
    """`h` is wrong for one number, and so is `g`: what is told names the functions that were lent in turn."""
    suite.hidden(MANY)
    change = (
        "def f(x): return x\ndef h(x): return x / 2 + (x == {0})\ndef g(x): return f(x) + h(x) + (x == {0})\n"
    )
    for seed in range(4):
        for odd in (3.0, 5.0, 7.0):
            checks = by_name(suite.run(RIGHT + change.format(odd), RIGHT, seed=seed))
            for x in (3.0, 5.0, 7.0):
                check = checks[f"test_g[{x}]"]
                assert check.outcome is (Outcome.WRONG if x == odd else Outcome.PASSED)
            wrong = checks[f"test_g[{odd}]"]
            assert wrong.assumed == ("f", "h")
            assert [one.actual for one in wrong.differences] == [str(odd * odd + odd / 2 + 1)]


OWN_ENTRIES = """
def f(x):
    while x == 0: pass
    return {"y": x * x, "mine": x}
def h(x): return x / 2
def g(x): return f(x)["mine"] ** 2 + h(x)
"""
SOMETIMES = """
@pytest.mark.part("one")
@pytest.mark.parametrize("x", [2.0, 0.0])
def test_f(submission, expect, x):
    expect(submission.f(x), {"y": x * x})
"""


def test_function_that_ends_elsewhere_is_tried_before_right_results_of_it(small_suite: SmallSuite) -> None:
    small_suite.visible(SOMETIMES)
    small_suite.hidden(HIDDEN.replace('{"x": x}, x * x)', '{"x": x}, {"y": x * x})'))
    for seed in range(3):  # the one that ends may come first or last
        run = small_suite.run(OWN_ENTRIES, OWN_ENTRIES, seed=seed, cpu_seconds_per_call=0.2)
        checks = by_name(run)
        assert checks["test_f[0.0]"].outcome is Outcome.TIMEOUT
        assert {checks[f"test_g[{x}]"].outcome for x in ("3.0", "5.0")} == {Outcome.PASSED}


@pytest.mark.parametrize("option", ["b", "a"])
def test_loop_for_one_option_does_not_cost_the_points_of_who_calls_it(
    option: str, small_suite: SmallSuite
) -> None:
    small_suite.visible(
        """
        @pytest.mark.part("one")
        @pytest.mark.parametrize("kind", ["a", "b"])
        def test_f(submission, expect, kind):
            expect(submission.f(2.0, kind), 4.0)
        """
    )
    small_suite.hidden(
        f"""
        @pytest.mark.part("two")
        def test_g(submission, expect):
            submission.judge(lambda: expect(submission.g(3.0, "{option}"), 10.0), [("f", {{"x": 3.0}}, 9.0)])
        """
    )
    code = """
def f(x, kind):
    while kind == 'b': pass
    return x * x
def g(x, kind): return f(x, kind) + 1
"""
    run = small_suite.run(code, code, cpu_seconds_per_call=0.2)
    outcomes = {name: check.outcome for name, check in by_name(run).items()}
    assert outcomes == {
        "test_f[a]": Outcome.PASSED,
        "test_f[b]": Outcome.TIMEOUT,
        "test_g": Outcome.PASSED,
    }


def test_loop_that_only_some_right_results_bring_about_is_not_the_last_word(suite: SmallSuite) -> None:
    loops = """
def f(x): raise NotImplementedError
def h(x): return 0.0
def g(x):
    total, step = f(x), h(x)
    while step == 0: pass
    return total + step
"""
    run = suite.run(RIGHT + loops, RIGHT, cpu_seconds_per_call=0.2)
    assert {by_name(run)[f"test_g[{x}]"].outcome for x in ("3.0", "5.0")} == {Outcome.PASSED}
