"""What a submission chooses cannot make the record of a check grow without end."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.failure_signature import Answer, FailureSignature
from grader.model.check import Outcome
from grader.sandbox.faults import Raised
from grader.suite.forking import can_fork
from grader.suite.runner import Runner
from grader.suite.value_formatting import describe_argument
from tests.support.giant_answers import SOURCE, suite_of
from tests.support.small_suites import SmallSuite

Converse = Callable[..., tuple[Any, Any]]


def test_of_many_calls_the_first_and_the_latest_are_kept(converse: Converse) -> None:
    submission, session = converse("def f(x):\n    return x\n")
    for number in range(100):
        submission.f(number)
    numbers = [call.arguments[0].value for call in session.calls]
    assert numbers == ["0", *(str(number) for number in range(68, 100))]


def test_a_worker_that_claims_to_have_changed_everything_is_cut_short(converse: Converse) -> None:
    lying = """
        import sys
        sys.modules["grader.sandbox.worker"].changed_paths = lambda *_: ["x" * 5000] * 500
        def f(x):
            return x
        """
    submission, _ = converse(lying)
    submission.f(1)
    assert 0 < len(submission.changed_arguments) <= 32
    assert max(map(len, submission.changed_arguments)) < 300


def test_an_argument_that_came_from_the_submission_is_described_in_little() -> None:
    deep: Any = [1]
    for _ in range(300):
        deep = [deep] * 2
    cache: dict[Any, Any] = {"k" * 9999: deep, 10**5000: deep}
    cache.update(dict.fromkeys(range(5000)))
    told = str(describe_argument("cache", cache))
    assert len(told) < 2000


def test_answer_longer_than_a_check_can_use_is_not_read(converse: Converse) -> None:
    code = "def f(size): return b'x' * size\ndef g(x): return x\ndef h(g): return g(b'x' * 10**7)"
    submission, _ = converse(code)
    assert len(submission.f(4_000_000)) == 4_000_000
    with pytest.raises(Raised, match=r"takes \d+ bytes, and 4194304 may be sent here"):
        submission.f(5_000_000)
    with pytest.raises(Raised, match="may be sent here"):
        submission.h(len)
    assert submission.g(np.ones(10**6)).nbytes == 8_000_000, "as large as what was sent"


@pytest.mark.parametrize("size", [(100, 100), (10_000,), (2, 5, 1000)])
def test_wrong_answer_larger_than_the_right_one_is_kept_as_its_shape(size: tuple[int, ...]) -> None:
    def kept(right: Any) -> Any:
        answer = Answer(name="W", actual=np.ones(size), expected=right)
        return FailureSignature.of("check", "part", [answer], None).actual[0]

    assert kept(np.ones(3)) == kept(1.0) == kept(None) == f"array of shape {size}"
    assert isinstance(kept(np.ones(2500)), np.ndarray)


KEEPS_NOTHING = """
    import gc, weakref
    pytestmark = pytest.mark.part("one")
    gc.disable()
    GIVEN = []

    @pytest.mark.parametrize("number", range(3))
    def test_answer(submission, expect, number):
        assert not any(one() is not None for one in GIVEN), "an answer to an earlier check is kept"
        answer = submission.f()
        GIVEN.append(weakref.ref(answer))
        if number == 1:
            assert answer is None, "another wrong answer"
        expect(answer, np.ones(3))
    """


def test_large_answer_is_let_go_with_its_check(small_suite: SmallSuite) -> None:
    small_suite.visible(KEEPS_NOTHING)
    run = small_suite.run("import numpy as np\ndef f(): return np.zeros(200_000)")
    assert [check.outcome for check in run.checks] == [Outcome.WRONG] * 3
    assert not any("is kept" in check.message for check in run.checks)


def test_small_answers_are_let_go_before_they_are_many(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        import gc, weakref
        pytestmark = pytest.mark.part("one")
        gc.disable()
        GIVEN = []

        @pytest.mark.parametrize("number", range(30))
        def test_answer(submission, expect, number):
            assert sum(one() is not None for one in GIVEN) < 15, "too many are kept"
            answer = submission.f()
            GIVEN.append(weakref.ref(answer))
            expect(answer, np.ones(3))
        """
    )
    run = small_suite.run("import numpy as np\ndef f(): return np.zeros(12_500)")
    assert [check.outcome for check in run.checks] == [Outcome.WRONG] * 30
    assert not any("are kept" in check.message for check in run.checks)


@pytest.mark.skipif(not can_fork(), reason="only a fork's memory is known")
def test_answers_that_unfold_stay_far_below_the_limit_of_memory(small_suite: SmallSuite) -> None:
    small_suite.visible(suite_of(["array_just_short_enough", "keys", "named_arrays", "text"]))
    with Runner() as runner:
        running = runner.start(small_suite.job(SOURCE))
        run = running.finish()
        peak = running.peak_memory()
    assert {check.outcome for check in run.checks} <= {Outcome.WRONG, Outcome.RAISED}
    assert 20_000_000 < peak < 200_000_000
