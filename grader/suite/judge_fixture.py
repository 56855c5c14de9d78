"""How a check asks one function of a submission and compares its answer: `judge(call, right, "stages")`."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from grader.suite.comparison import Expect
from grader.suite.submission_proxy import Known, SubmissionProxy

__all__ = ["Check", "Judge", "pick"]

Check = Callable[..., None]
"""The type of a fixture that asks and compares, as a check calls it: `forward(oracle("one_sample"))`."""


def pick(named: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Pick entries by name, in this order: the arguments that a function takes, the gradients of a layer.

    Args:
        named: Inputs, values or gradients of a case.
        names: The names.

    Raises:
        KeyError: One of them is not there.
    """
    return {name: named[name] for name in names}


class Judge:
    """Judges one function of a submission, so that a slip in another one does not cost its points.

    Args:
        submission: The student's module.
        expect: Compares answers.
    """

    __slots__ = ("_expect", "_submission")

    def __init__(self, submission: SubmissionProxy, expect: Expect) -> None:
        self._submission = submission
        self._expect = expect

    def __call__(
        self,
        call: Callable[[], object],
        right: object,
        name: str = "result",
        known: Iterable[Known] = (),
        *,
        unchanged: bool = False,
        rtol: float | None = None,
        atol: float | None = None,
    ) -> None:
        """Make a call and compare what it returns; where it fails, once more beside right results of others.

        Args:
            call: Calls the function, as `partial(submission.forward, **case.inputs)` does.
            right: The right answer.
            name: What messages call the answer.
            known: What is right for the calls that the function may make inside, as for `submission.judge`.
            unchanged: Whether the call must change no argument in place.
            rtol: Relative tolerance; the assignment's if None.
            atol: Absolute tolerance; the assignment's if None.

        Raises:
            WrongAnswer: The answer differs from the right one.
            ChangedArgumentError: An argument was changed.
        """
        made = partial(self._submission.unchanged, call) if unchanged else call
        self._submission.judge(lambda: self._expect(made(), right, name, rtol=rtol, atol=atol), known)
