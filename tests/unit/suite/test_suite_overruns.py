"""A function that comes to no end whatever it is told stops being tried; the time is left to the others."""

from contextlib import nullcontext
from typing import Any

import pytest

from grader.model.check import Outcome
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import NotTried, TimedOut
from grader.suite.overruns import Overruns
from grader.suite.session import Session
from tests.support.small_suites import SmallSuite, by_name


class Endless(Sandbox):
    """A submission whose every call overruns."""

    def __init__(self) -> None:
        super().__init__("", Limits())
        self.tried: list[str] = []

    def names(self) -> dict[str, bool]:
        return {"slow": True, "other": True}

    def request(self, kind: str, *operands: object) -> dict[str, Any]:
        del operands
        self.tried.append(kind)
        raise TimedOut("the call took too long")


def test_a_function_that_overran_in_three_checks_is_not_tried_again_and_others_are() -> None:
    sandbox = Endless()
    session = Session(sandbox, {})
    for option in "abcdef":
        with pytest.raises(TimedOut):
            session.resolve("slow")(kind=option)
    assert len(sandbox.tried) == 3
    with pytest.raises(TimedOut):
        session.resolve("other")(kind="a")
    assert len(sandbox.tried) == 4


def test_checks_that_keep_apart_say_nothing_of_others() -> None:
    sandbox = Endless()
    session = Session(sandbox, {})
    for _ in range(4):
        session.apart = True
        with pytest.raises(TimedOut):
            session.resolve("slow")(kind="a")
        session.finish()
    assert len(sandbox.tried) == 1
    with pytest.raises(TimedOut):
        session.resolve("slow")(kind="a")
    assert len(sandbox.tried) == 2


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    "returned, is_tried", [(None, (False, False)), (0.1, (True, True)), (0.9, (False, True))]
)
def test_function_is_tried_after_three_overruns_if_it_has_returned_and_they_have_not_taken_three_calls(
    returned: float | None, is_tried: tuple[bool, bool], *, apart: bool
) -> None:
    overruns = Overruns(seconds_per_call=1.0)
    if returned is not None:
        overruns.note_return("slow", returned)
    for option in "abc":
        overruns.require_hope("slow", ("slow", option), apart=False)
        overruns.note_overrun("slow", ("slow", option), apart=False)
    with nullcontext() if is_tried[apart] else pytest.raises(NotTried):
        overruns.require_hope("slow", ("slow", "d"), apart=apart)


def overrun_until_refused(overruns: Overruns, waited: float, load_seconds: float) -> list[float]:
    """Let calls of `slow` overrun with one option after the other; give the parts of a call that they get."""
    shares: list[float] = []
    while len(shares) < 100:
        choice = ("slow", str(len(shares)))
        try:
            overruns.require_hope("slow", choice, apart=False)
        except NotTried:
            break
        shares.append(overruns.share("slow"))
        overruns.note_overrun("slow", choice, waited, load_seconds, apart=False)
    return shares


@pytest.mark.parametrize(
    "waited, load_seconds, fewest, most",
    [(0.0, 0.0, 20, 70), (0.0, 0.05, 20, 40), (0.0, 0.5, 5, 8), (0.0, 4.0, 3, 3), (0.3, 0.0, 10, 20)],
)
def test_all_overruns_of_a_function_cost_the_time_of_three_calls_at_most_but_for_the_first_three(
    waited: float, load_seconds: float, fewest: int, most: int
) -> None:
    overruns = Overruns(seconds_per_call=2.0)
    overruns.note_return("slow", 0.001)
    shares = overrun_until_refused(overruns, waited, load_seconds)
    assert shares[:3] == [1, 0.25, 0.125]
    assert min(shares) * 2.0 >= 0.05, "a new worker needs as much"
    assert fewest <= len(shares) <= most
    cost = sum(max(2.0 * share, waited) + load_seconds for share in shares[:-1])
    assert cost < 3 * 2.0 or len(shares) == 3


SLEEPS = """
import time

def work(activation, loss):
    if loss == "bce":
        time.sleep(1000)
    return 1
"""


def test_waiting_costs_what_it_takes_by_the_clock(small_suite: SmallSuite) -> None:
    small_suite.visible(BRANCHES)
    checks = by_name(small_suite.run(SLEEPS, cpu_seconds_per_call=0.1))
    waits = [check for name, check in checks.items() if "bce" in name]
    assert [check.outcome for check in waits] == [Outcome.TIMEOUT] * 5
    assert sum(check.untried for check in waits) == 2, (
        "three of a quarter of a second are more than three calls"
    )


BRANCHES = """
@pytest.mark.part("one")
@pytest.mark.parametrize("loss", ["mse", "bce"])
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "linear", "softplus"])
def test_returns(submission, loss, activation):
    assert submission.work(activation, loss) == 1
"""
LOOPS_IN_A_BRANCH = """
def work(activation, loss):
    while loss == "bce":
        pass
    return 1
"""


LOADS_LONG = (
    """
import time

begun = time.process_time()
while time.process_time() - begun < 0.3:
    pass

def other(_):
    return 1
"""
    + LOOPS_IN_A_BRANCH
)
OTHERS = """
@pytest.mark.part("two")
@pytest.mark.parametrize("number", range(4))
def test_other(submission, number):
    assert submission.other(number) == 1
"""


def test_time_is_left_to_other_functions_where_a_file_takes_long_to_load(small_suite: SmallSuite) -> None:
    small_suite.visible(BRANCHES)
    small_suite.hidden(OTHERS)
    run = small_suite.run(LOADS_LONG, cpu_seconds_per_call=0.3, cpu_seconds_total=3.0)
    passed = [check for check in run.checks if "other" in check.id and check.outcome is Outcome.PASSED]
    assert len(passed) == 4


def test_who_loops_in_one_branch_keeps_the_points_of_the_other(small_suite: SmallSuite) -> None:
    small_suite.visible(BRANCHES)
    checks = by_name(small_suite.run(LOOPS_IN_A_BRANCH, cpu_seconds_per_call=0.4))
    assert len(checks) == 10
    for name, check in checks.items():
        assert check.outcome is (Outcome.TIMEOUT if "bce" in name else Outcome.PASSED), name


ORDER = """
@pytest.mark.part("one")
@pytest.mark.apart
def test_apart(): pass

@pytest.mark.part("one")
@pytest.mark.parametrize("name", "abcd")
def test_one(name): pass

@pytest.mark.part("two")
@pytest.mark.parametrize("name", "abcd")
def test_two(name): pass
"""


@pytest.mark.parametrize("seed", range(3))
def test_check_that_keeps_apart_comes_last_of_its_part(seed: int, small_suite: SmallSuite) -> None:
    small_suite.visible(ORDER)
    small_suite.run("", seed=seed)
    names = [check.rpartition("::test_")[2][:3] for check in small_suite.order]
    assert names == [*["one"] * 4, "apa", *["two"] * 4]


def test_call_after_an_overrun_gets_less_time_but_several_times_what_returned() -> None:
    overruns = Overruns(seconds_per_call=2.0)
    overruns.note_overrun("other", ("other",), apart=False)
    overruns.note_overrun("slow", ("slow", "a"), apart=True)
    assert overruns.share("slow") == 1
    overruns.note_overrun("slow", ("slow", "b"), apart=False)
    assert overruns.share("slow") == 0.25
    for seconds, share in ((0.1, 0.25), (0.2, 0.4), (0.1, 0.4), (1.5, 1.0)):
        overruns.note_return("slow", seconds)
        assert overruns.share("slow") == pytest.approx(share)


LOOPS = """
from grader.sandbox.faults import TimedOut

@pytest.mark.part("one")
@pytest.mark.parametrize("before", ["", "brief", "long"])
def test_loops(submission, before):
    if before:
        assert submission.work(before) == before
    with pytest.raises(TimedOut):
        submission.work("a")
    submission.work("b")
"""
APART = """
@pytest.mark.part("two")
@pytest.mark.apart
def test_apart(submission):
    assert submission.work("long") == "long"
"""
WORKS = """
import time

def work(kind):
    begun = time.process_time()
    while time.process_time() - begun < {"brief": 0.0, "long": 0.3}.get(kind, 1000):
        pass
    return kind
"""


@pytest.mark.parametrize("before, least", [("", "0.2"), ("brief", "0.2"), ("long", "0.8")])
def test_loop_that_has_used_up_its_time_gets_a_quarter_of_it_the_next_time(
    before: str, least: str, small_suite: SmallSuite
) -> None:
    small_suite.visible(LOOPS.replace('["", "brief", "long"]', repr([before])))
    small_suite.hidden(APART)  # hidden checks come last
    run = small_suite.run(WORKS, cpu_seconds_per_call=0.8)
    checks = by_name(run)
    assert checks["test_apart"].outcome is Outcome.PASSED, "it asks for more than the others"
    assert f"more than {least} s of CPU time" in checks[f"test_loops[{before}]"].message
