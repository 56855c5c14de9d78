"""A class, and what helped before, change nothing of what a check finds: neither marks nor words."""

from dataclasses import replace

import pytest

from grader.model.check import Outcome
from grader.suite.forking import can_fork
from grader.suite.jobs import SubmissionJob
from grader.suite.results import SuiteRun
from grader.suite.runner import Runner
from tests.support.shared_runner import sharing_a_runner
from tests.support.small_suites import SmallSuite, by_name
from tests.support.warm_suites import SEED, judge, warm

pytestmark = pytest.mark.skipif(not can_fork(), reason="a suite is warm only where processes can fork")

CLOCK = """
import time
def spend(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
"""


def told(run: SuiteRun) -> list[tuple[str, Outcome, str, str]]:
    """Give what is told of each check, and the faults, without times."""
    checks = [(one.id, one.outcome, one.message, one.output) for one in run.checks]
    return [*checks, *(("fault", Outcome.PENDING, one.message, one.traceback) for one in run.faults)]


def both(
    small_suite: SmallSuite, checks: str, solution: str, *sources: str, **limits: float
) -> list[tuple[SuiteRun, SuiteRun]]:
    """Judge submissions as a class, and each by itself."""
    small_suite.visible(checks)
    request = small_suite.job("", solution, seed=SEED, **limits)
    with warm(request) as suite:
        together = [judge(suite, source) for source in sources]
    with sharing_a_runner(), Runner() as runner:
        return [
            (run, runner.start(replace(request, submission=SubmissionJob(source=one, seed=SEED))).finish())
            for run, one in zip(together, sources, strict=True)
        ]


DOUBLE = """
@pytest.mark.part("one")
def test_double(submission, expect):
    expect(submission.double(2.0), 4.0)
"""
PRINTED = """
@pytest.mark.part("one")
def test_printed(submission, expect):
    expect(submission.printed(lambda: submission.say()).strip(), "two", "text")
"""


@pytest.mark.parametrize(
    "checks, solution, sources",
    [
        (
            DOUBLE,
            "def double(x): return 2 * x\n",
            [f"print({who!r})\ndef double(x): return 3 * x\n" for who in "ab"],
        ),
        (DOUBLE, "def double(x): return 2 * x\n", ["def double(x): return 2 * x\nprint('c')\n"]),
        (PRINTED, "def say(): print('two')\n", ["print('x' * 5000)\ndef say(): print('two')\n"]),
    ],
    ids=["wrong", "right", "as much as may be printed"],
)
def test_what_a_file_prints_when_it_is_loaded_is_its_own(
    checks: str, solution: str, sources: list[str], small_suite: SmallSuite
) -> None:
    for together, alone in both(small_suite, checks, solution, *sources, output_kb=1):
        assert told(together) == told(alone)


SLOW = """
@pytest.mark.part("one")
def test_first(submission, expect):
    expect(submission.slow("right"), 1.0)
    expect(submission.other(), 1.0)

@pytest.mark.part("two")
def test_loop(submission, expect):
    expect(submission.slow("loop"), 1.0)
    expect(submission.slow("never"), 1.0)

@pytest.mark.part("three")
def test_later(submission, expect):
    expect(submission.slow("late"), 1.0)
"""


def test_answer_that_came_ahead_counts_with_the_time_that_it_took(small_suite: SmallSuite) -> None:
    source = f"""{CLOCK}
def slow(kind):
    spend(100 if kind == "loop" else 0.4)
    return 1.0
def other(): return 2.0
"""
    solution = "def slow(kind): return 1.0\ndef other(): return 1.0\n"
    small_suite.parts = ("one", "two", "three")
    ((together, alone),) = both(small_suite, SLOW, solution, source, cpu_seconds_per_call=0.8)
    assert told(together) == told(alone)
    assert by_name(together)["test_later"].outcome is Outcome.PASSED


def test_request_that_is_known_in_part_has_one_limit_of_time(small_suite: SmallSuite) -> None:
    checks = """
@pytest.mark.part("one")
def test_lent(submission, expect):
    expect(submission.use(float, 1), 1.0)
"""
    source = f"{CLOCK}\ndef use(f, n):\n    spend(0.7)\n    f(n + 5)\n    spend(0.6)\n    return 1.0\n"
    solution = "def use(f, n): return f(n)\n"
    ((together, alone),) = both(small_suite, checks, solution, source, cpu_seconds_per_call=0.9)
    assert told(together) == told(alone)
    assert by_name(together)["test_lent"].outcome is Outcome.TIMEOUT


def test_solution_that_fails_is_told_with_its_place(small_suite: SmallSuite) -> None:
    checks = """
@pytest.mark.part("one")
def test_impossible(submission, expect):
    assert submission.f(1) == 5
    expect(submission.f(2), 99)
"""
    source = "def f(x): return 4\n"
    ((together, alone),) = both(small_suite, checks, "def f(x): return 5\n", source)
    assert told(together) == told(alone)
    assert "test_visible.py" in str(together.faults[0].message)


HELPED = """
from functools import partial
from grader.suite.api import Known
RIGHT = [Known("inner", {"x": 2.0}, 3.0)]

@pytest.mark.part("one")
def test_inner(submission, expect):
    expect(submission.inner(2.0), 3.0)

@pytest.mark.part("one")
def test_outer(submission, judge):
    judge(partial(submission.outer, 2.0), 3.0, known=RIGHT)

@pytest.mark.part("two")
def test_third(submission, expect):
    def attempt():
        pair = submission.third(2.0)
        if len(pair) != 2:
            pytest.fail("no pair")
        expect(pair[0] + 4.0, 7.0)
    submission.judge(attempt, RIGHT)
"""
HELPED_SOLUTION = (
    "def inner(x): return x + 1.0\ndef outer(x): return inner(x)\ndef third(x): return inner(x), 4.0\n"
)
THIRDS = {
    "the suite's own assertion": "return (3.0, 4.0) if inner(x) == 0.0 else (3.0,)",
    "an exception": "return (3.0, 1 / (inner(x) == 0.0))",
    "an object": "return (3.0, 4.0) if inner(x) == 0.0 else object()",
    "a loop": "\n    while inner(x) != 0.0: pass\n    spend(0.5)\n    return 3.0, 4.0",
}


@pytest.mark.parametrize("third", THIRDS.values(), ids=THIRDS)
@pytest.mark.parametrize("outer", ["inner(x)", "5.0"], ids=["helped", "not helped"])
def test_check_passes_as_it_does_where_nothing_was_helped(
    third: str, outer: str, small_suite: SmallSuite
) -> None:
    """Right only beside the wrong one, a function keeps its points, whatever it does beside a right one."""
    source = f"{CLOCK}\ndef inner(x): return 0.0\ndef outer(x): return {outer}\ndef third(x): {third}\n"
    ((together, alone),) = both(small_suite, HELPED, HELPED_SOLUTION, source, cpu_seconds_per_call=1.0)
    assert told(together) == told(alone)
    outcomes = {name: one.outcome is Outcome.PASSED for name, one in by_name(alone).items()}
    assert outcomes == {"test_inner": False, "test_outer": outer == "inner(x)", "test_third": True}
