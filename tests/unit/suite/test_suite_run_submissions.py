"""What one check leaves to the next, and submissions that spoil a check."""

from grader.model.check import Outcome
from tests.support.small_suites import SmallSuite


def test_the_state_of_one_check_is_gone_in_the_next(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("number", range(3))
        def test_state(submission, number):
            assert submission.changed_arguments == []
            assert submission.outer() == "own"
            submission.assume("inner", {}, "assumed")
            assert submission.outer() == "assumed"
            submission.change([1])
            assert submission.changed_arguments == ["items of `change`"]
        """
    )
    code = """
        def inner(): return "own"
        def outer():
            print("x" * 30)
            return inner()
        def change(items): items.append(1)
        """
    run = small_suite.run(code)

    assert [check.outcome for check in run.checks] == [Outcome.PASSED] * 3
    assert {check.output for check in run.checks} == {("x" * 30 + "\n") * 2}


def test_a_submission_that_dies_costs_only_the_check_it_died_in(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("how", ["die", "live", "die", "live", "hang", "live"], ids=list("abcdef"))
        def test_it(submission, how):
            assert getattr(submission, how)() == 1
        """
    )
    code = "import os\ndef die(): os._exit(1)\ndef live(): return 1\ndef hang():\n    while True: pass"
    run = small_suite.run(code, code, cpu_seconds_per_call=0.2)

    assert [check.outcome for check in run.checks] == [
        Outcome.CRASHED,
        Outcome.PASSED,
        Outcome.CRASHED,
        Outcome.PASSED,
        Outcome.TIMEOUT,
        Outcome.PASSED,
    ]


def test_a_submission_that_does_not_load_fails_every_check_at_once(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("number", range(20))
        def test_it(submission, number):
            submission.f()
        """
    )
    run = small_suite.run("x = 1\nx.nothing")

    assert {check.outcome for check in run.checks} == {Outcome.RAISED}
    assert {check.location.line for check in run.checks if check.location} == {2}


def test_a_number_no_text_can_hold_is_only_a_wrong_answer(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_one(submission, expect):
            expect(submission.f(), 1.0)
        """
    )
    run = small_suite.run("def f(): return 10 ** 5000", "def f(): return 1.0")

    assert run.checks[0].outcome is Outcome.WRONG
    assert run.checks[0].message == "result is not finite (NaN or infinity)"
