"""What checks of both folders share: the reference's results for the calls that a submission makes inside."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.suite.api import Case, NotStarted, Raised, SubmissionProxy


@pytest.fixture
def predict(submission: SubmissionProxy) -> Callable[[Case], None]:
    """Let the submission's own calls of `forward` and `loss` find the reference's results for a case.

    The batch may be taken whole or sample by sample.
    """

    def assume(case: Case) -> None:
        point = {name: case.inputs[name] for name in ("w1", "w2", "b")}
        x, y_hat = np.atleast_1d(case.inputs["x"]), np.atleast_1d(case.values["y_hat"])
        submission.assume("forward", {"x": x, **point}, y_hat)
        for x_i, y_hat_i in zip(x.tolist(), y_hat.tolist(), strict=True):
            submission.assume("forward", {"x": x_i, **point}, y_hat_i)
        given = {"y_hat": case.values["y_hat"], "y": case.inputs["y"]}
        submission.assume("loss", given, case.values["loss"])

    return assume


@pytest.fixture
def follow(submission: SubmissionProxy) -> Callable[[Case], None]:
    """Let the submission's own calls find the reference's results at every step of a training run.

    A sample may be taken as a number or as a batch of one.
    """

    def assume(case: Case) -> None:
        lr = case.inputs["lr"]
        for step in case.values["steps"]:
            point, values, slopes = step["point"], step["values"], step["gradients"]
            grads = {name: slopes[name] for name in ("w1", "w2", "b")}
            for shape in ((), (1,)):
                x, y, y_hat = (np.full(shape, one) for one in (step["x"], step["y"], values["y_hat"]))
                submission.assume("forward", {"x": x, **point}, y_hat if shape else values["y_hat"])
                submission.assume("loss", {"y_hat": y_hat, "y": y}, values["loss"])
                submission.assume("backward", {"x": x, "y": y, **point}, grads)
            submission.assume("stages", {"x": step["x"], "y": step["y"], **point}, (values, slopes))
            known = {"params": step["before"], "grads": step["grads"], "lr": lr}
            submission.assume("sgd_step", known, step["after"])

    return assume


@pytest.fixture
def attempt(follow: Callable[[Case], None]) -> Callable[[Case, Callable[[], None]], None]:
    """Judge a long run as it is, and only if it fails once more with the reference's results at every step.

    To assume all that 300 steps may ask for takes longer than the run itself.
    """

    def judge(case: Case, check: Callable[[], None]) -> None:
        try:
            check()
        except (AssertionError, NotStarted, Raised):  # what took too long would only take as long again
            follow(case)
            check()

    return judge


@pytest.fixture
def unchanged(submission: SubmissionProxy) -> Callable[[], None]:
    """Fail the check if a call has changed one of its arguments in place."""

    def judge() -> None:
        if submission.changed_arguments:
            changed = ", ".join(submission.changed_arguments)
            pytest.fail(f"changed in place, where a new value is due: {changed}", pytrace=False)

    return judge
