"""What a submission chooses cannot make the record of a check grow without end."""

from collections.abc import Callable
from typing import Any

from grader.suite.value_formatting import describe_argument

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
