"""A known mistake is tried once on the hidden checks of a class, and nobody can tell by what is named."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.diagnosis.failure_signature import Answer, FailureSignature
from grader.suite.forking import can_fork
from grader.suite.tried_mistakes import TriedMistake, TriedMistakes
from tests.support.small_catalogue import CATALOGUE, SOLUTION, record_mistakes
from tests.support.small_suites import SmallSuite, by_name, record, write
from tests.support.warm_suites import judge, warm

pytestmark = pytest.mark.skipif(not can_fork(), reason="a suite is warm only where processes can fork")

VISIBLE = """
@pytest.mark.part("one")
@pytest.mark.parametrize("x", [3.0, 5.0])
def test_square(submission, expect, x):
    expect(submission.square(x), x * x)
"""
HIDDEN = """
@pytest.mark.part("one")
def test_hidden(submission, expect, oracle, rng):
    with open({log!r}, "a") as file:
        file.write("ran\\n")
    x = {drawn}
    expect(submission.square(x), x * x)
"""
CASES = 'oracle("case").inputs["x"] + 7.0'
NUMBERS = "rng.uniform(7.0, 9.0)"
CUBE = "def square(x):\n    print({})\n    return x * x * x\n"
"""What is printed is part of an answer, so none of these submissions ends as another one is known to."""


@pytest.mark.parametrize("drawn", [CASES, NUMBERS], ids=["cases", "random numbers"])
@pytest.mark.parametrize("again", [(1, 1, 1), (1, 2, 1)], ids=["one seed", "two seeds"])
def test_mistake_of_many_is_tried_once_for_each_choice_of_cases(
    again: tuple[int, ...], drawn: str, small_suite: SmallSuite, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    small_suite.visible(VISIBLE)
    write(small_suite.root / "misconceptions.toml", CATALOGUE)
    record_mistakes(small_suite)
    small_suite.hidden(HIDDEN.format(log=str(log), drawn=drawn))
    record(small_suite.root / "hidden", "case", 9)
    ran: list[int] = []
    with warm(small_suite.job("", SOLUTION), 1) as suite:
        for number, seed in enumerate(again):
            before = log.read_text("utf-8").count("ran")
            checks = by_name(judge(suite, CUBE.format(number), seed))
            ran.append(log.read_text("utf-8").count("ran") - before)
            reason = checks["test_hidden"].explanation
            assert reason is not None
            assert reason.name == "cube"
            assert reason.certain
    assert ran[0] > 1, "the submission, and the mistakes that it may have made"
    assert ran[1] == (1 if again[1] == 1 else ran[0])
    assert ran[2] == 1


HALF = """
[one.small]
mistake = "Small numbers get the third power."
advice = "Count."
see = "powers"
edits = [{ site = "square", becomes = 'return x * x * x if x < 4 else x' }]
"""
LIKE_BOTH = "def square(x):\n    return x * x * x if x < 6 else -x\n"


@pytest.mark.parametrize("source, named, tried", [(CUBE, "cube", 1), (LIKE_BOTH, "", 2)])
def test_mistake_is_tried_only_where_none_explains_more(
    source: str, named: str, tried: int, small_suite: SmallSuite, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    small_suite.visible(VISIBLE)
    write(small_suite.root / "misconceptions.toml", CATALOGUE + HALF)
    record_mistakes(small_suite)
    small_suite.hidden(HIDDEN.format(log=str(log), drawn=NUMBERS))
    with warm(small_suite.job("", SOLUTION), 1) as suite:
        before = log.read_text("utf-8").count("ran")
        checks = by_name(judge(suite, source, 1))
        assert log.read_text("utf-8").count("ran") - before == 1 + tried
    reason = checks["test_hidden"].explanation
    assert (reason.name if reason else "") == named


def mistake(checks: str, seed: int, value: float | None) -> TriedMistake:
    """Make the record of a mistake that gave a wrong value, or passed, in checks of one letter each."""
    wrong = Answer(name="y", actual=np.array([value or 0.0]), expected=np.array([1.0]), describe=None)
    failed = "" if value is None else checks
    return TriedMistake(
        name="cube",
        program=0,
        seed=7,
        draws=dict.fromkeys(checks, (("case", seed), ("other", 1))),
        signatures={one: FailureSignature.of(one, "one", [wrong], None) for one in failed},
    )


RECORDS = st.lists(
    st.tuples(st.sampled_from(["a", "ab", "ba"]), st.integers(0, 3), st.none() | st.floats(allow_nan=False)),
    max_size=8,
)


@given(RECORDS)
def test_what_forked_processes_have_tried_is_known(found: list[tuple[str, int, float | None]]) -> None:
    tried = TriedMistakes()
    tried.share()
    process = os.fork()
    if process == 0:
        for one in found:
            tried.add(mistake(*one))
        os._exit(0)
    os.waitpid(process, 0)
    first = {(checks, seed): value for checks, seed, value in reversed(found)}
    for _ in first:
        tried.take()
    tried.close()
    for (checks, seed), value in first.items():
        wanted = mistake(checks, seed, value)
        (kept,) = (one for one in tried.of("cube", 0, 7) if [*one.draws.items()] == [*wanted.draws.items()])
        assert kept.signatures.keys() == wanted.signatures.keys()
        assert {float(np.asarray(one.actual[0])[0]) for one in kept.signatures.values()} <= {value}
    assert not tried.of("cube", 1, 7)
    assert not tried.of("cube", 0, 8)
