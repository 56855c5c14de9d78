"""How each function is judged when others of the file are wrong: a fixture for each, named like it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import numpy as np
import pytest

from grader.suite.api import Case, Check, Expect, Judge, Known, SubmissionProxy, pick

_FORWARD: Final = ("x", "w1", "w2", "b")
_BACKWARD: Final = ("x", "y", "w1", "w2", "b")
_FIT: Final = ("x", "y", "params", "lr", "epochs")
_PARAMETERS: Final = ("b", "w2", "w1")


@pytest.fixture
def forward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the predictions of `forward`."""

    def check(case: Case, *, named: bool = True, **how: bool) -> None:
        call = _call(submission.forward, pick(case.inputs, *_FORWARD), named=named)
        judge(call, case.values["y_hat"], "y_hat", (), **how)

    return check


@pytest.fixture
def loss(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the loss of a case's predictions, whether they are given or its model's."""

    def check(case: Case, *, named: bool = True, **how: bool) -> None:
        call = _call(submission.loss, pick({**case.values, **case.inputs}, "y_hat", "y"), named=named)
        judge(call, case.values["loss"], "loss", (), **how)

    return check


@pytest.fixture
def stages(submission: SubmissionProxy, expect: Expect) -> Check:
    """Compare "values" or "gradients" of every stage, or both; `forward` and `loss` may be wrong."""

    def check(case: Case, *compared: str, **tolerance: Any) -> None:
        def attempt() -> None:
            values, gradients = submission.stages(**case.inputs)
            for name, found in (("values", values), ("gradients", gradients)):
                if name in compared:
                    expect(found, getattr(case, name), name, **tolerance)

        submission.judge(attempt, _predictions(case))

    return check


@pytest.fixture
def backward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the gradients of the parameters, where `forward` and `loss` may be wrong."""

    def check(case: Case, *, named: bool = True, **how: Any) -> None:
        call = _call(submission.backward, pick(case.inputs, *_BACKWARD), named=named)
        judge(call, pick(case.gradients, *_PARAMETERS), "gradients", _predictions(case), **how)

    return check


@pytest.fixture
def sgd_step(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the parameters after a step."""
    return lambda case, **how: judge(
        partial(submission.sgd_step, **case.inputs), case.values["params"], "params", **how
    )


@pytest.fixture
def fit(submission: SubmissionProxy, expect: Expect) -> Check:
    """Compare losses and parameters of a run; all that `fit` calls may be wrong."""

    def check(case: Case, *, named: bool = True, unchanged: bool = False, **tolerance: Any) -> None:
        call = _call(submission.fit, pick(case.inputs, *_FIT), named=named)

        def attempt() -> None:
            params, losses = submission.unchanged(call) if unchanged else call()
            expect(losses, case.values["losses"], "losses", **tolerance)
            expect(params, case.values["params"], "params", **tolerance)

        submission.judge(attempt, _steps(case))

    return check


@pytest.fixture
def fit_linear(submission: SubmissionProxy, expect: Expect) -> Check:
    """Compare "losses" or "w" of a run of the linear model, or both; all that it calls may be wrong."""

    def check(case: Case, *compared: str, **tolerance: Any) -> None:
        def attempt() -> None:
            w, losses = submission.fit_linear(**case.inputs)
            for name, found in (("losses", losses), ("w", w)):
                if name in compared:
                    expect(found, case.values[name], name, **tolerance)

        # To assume all that 300 steps may ask for takes longer than the run itself.
        submission.judge(attempt, _steps(case))

    return check


def _call(function: Callable[..., Any], given: dict[str, Any], *, named: bool) -> Callable[[], Any]:
    return partial(function, **given) if named else partial(function, *given.values())


def _predictions(case: Case) -> Iterator[Known]:
    """Give what `forward` and `loss` return; the batch may be taken whole or sample by sample."""
    point = pick(case.inputs, "w1", "w2", "b")
    x, y_hat = np.atleast_1d(case.inputs["x"]), np.atleast_1d(case.values["y_hat"])
    yield Known("forward", {"x": x, **point}, y_hat)
    for x_i, y_hat_i in zip(x.tolist(), y_hat.tolist(), strict=True):
        yield Known("forward", {"x": x_i, **point}, y_hat_i)
    yield Known("loss", {"y_hat": case.values["y_hat"], "y": case.inputs["y"]}, case.values["loss"])


def _steps(case: Case) -> Iterator[Known]:
    """Give all that a step may ask for, for every step; a sample may be a number or a batch of one."""
    for step in case.values["steps"]:
        point, values, slopes = step["point"], step["values"], step["gradients"]
        grads = pick(slopes, "w1", "w2", "b")
        for shape in ((), (1,)):
            x, y, y_hat = (np.full(shape, one) for one in (step["x"], step["y"], values["y_hat"]))
            yield Known("forward", {"x": x, **point}, y_hat if shape else values["y_hat"])
            yield Known("loss", {"y_hat": y_hat, "y": y}, values["loss"])
            yield Known("backward", {"x": x, "y": y, **point}, grads)
        yield Known("stages", {"x": step["x"], "y": step["y"], **point}, (values, slopes))
        known = {"params": step["before"], "grads": step["grads"], "lr": case.inputs["lr"]}
        yield Known("sgd_step", known, step["after"])
