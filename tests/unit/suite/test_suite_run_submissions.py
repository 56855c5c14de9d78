"""What one check leaves to the next, and submissions that spoil a check."""

import pytest

from grader.model.check import Outcome
from tests.support.small_suites import SmallSuite, by_name


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
    assert run.checks[0].message == "result is a whole number too large for a float"


HELPED = """
    @pytest.mark.part("one")
    def test_outer(submission, expect):
        submission.assume("inner", {"x": 2.0}, (2.0, 4.0))
        expect(submission.outer(2.0), 6.0, "sum")
    """
RIGHT_INNER = "def inner(x): return x, 2 * x"
SWAPPED_INNER = "def inner(x): return 2 * x, x"


@pytest.mark.parametrize(
    "inner, outer, outcome, assumed",
    [
        pytest.param(SWAPPED_INNER, "b, a = inner(x)\n    return a + b", "passed", (), id="consistent"),
        pytest.param(
            "def inner(x): return {'a': x, 'b': 2 * x}",
            "return sum(inner(x).values())",
            "passed",
            (),
            id="dict",
        ),
        pytest.param("def inner(x): return 0.0, 0.0", "return sum(inner(x))", "passed", (), id="wrong inner"),
        pytest.param(
            "def inner(x): raise NotImplementedError", "return sum(inner(x))", "passed", (), id="no inner"
        ),
        pytest.param(
            "def inner(x):\n    while True: pass", "return sum(inner(x))", "passed", (), id="endless inner"
        ),
        pytest.param(RIGHT_INNER, "return sum(inner(x)) / 2", "wrong", (), id="wrong outer"),
        pytest.param(
            SWAPPED_INNER, "a, b = inner(x)\n    return a - b", "wrong", ("inner",), id="both wrong"
        ),
        pytest.param(
            "def inner(x): return {'a': 0.0}",
            "return inner(x)['a']",
            "wrong",
            (),
            id="a stand-in that raises",
        ),
    ],
)
def test_own_functions_are_tried_first_and_replaced_only_where_they_are_wrong(
    small_suite: SmallSuite, inner: str, outer: str, outcome: str, assumed: tuple[str, ...]
) -> None:
    small_suite.visible(HELPED)
    (check,) = small_suite.run(f"{inner}\ndef outer(x):\n    {outer}", cpu_seconds_per_call=0.2).checks
    assert (check.outcome, check.assumed) == (outcome, assumed)


@pytest.mark.parametrize(
    "body",
    ["return np.exp(x) * 0", "return np.mean(np.ones(0)) if x else x", "warnings.warn('large'); return x"],
)
def test_every_check_sees_a_warning_that_another_has_seen(small_suite: SmallSuite, body: str) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")

        def test_first(submission):
            submission.f(1000.0)

        def test_second(submission):
            submission.without_warnings(lambda: submission.f(1000.0))

        def test_third(submission):
            submission.without_warnings(lambda: submission.f(1000.0))
        """
    )
    run = small_suite.run(f"import numpy as np\nimport warnings\n\ndef f(x):\n    {body}\n")
    outcomes = {name: check.outcome for name, check in by_name(run).items()}
    assert outcomes == {
        "test_first": Outcome.PASSED,
        "test_second": Outcome.WRONG,
        "test_third": Outcome.WRONG,
    }
