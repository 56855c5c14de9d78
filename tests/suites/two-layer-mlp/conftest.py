"""How each function is judged when others of the file are wrong: a fixture for each, named like it."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import pytest

from grader.suite.api import Case, Check, Expect, Judge, Known, NotStarted, SubmissionProxy, WrongAnswer, pick

_LAYERS: Final = {"second layer": ("out", "z2", "W2", "b2"), "first layer": ("h", "z1", "W1", "b1", "X")}
_NETWORK: Final = ("X", "params", "activation", "output_activation")
_STAGES: Final = ("z1", "h", "z2", "out")
_TRAINING: Final = ("X", "y", "params", "activation", "kind", "lr", "epochs", "batch_size")


@pytest.fixture
def activate(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the values of an activation."""
    return lambda case, kind, name="activation", **how: judge(
        partial(submission.activate, case.inputs["z"], kind), case.values[kind], name, **how
    )


@pytest.fixture
def activate_grad(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the derivative of an activation, where `activate` may be wrong."""

    def check(case: Case, kind: str, **how: Any) -> None:
        call = partial(submission.activate_grad, case.inputs["z"], kind)
        known = Known("activate", {"kind": kind, "z": case.inputs["z"]}, case.values[kind])
        judge(call, case.gradients[kind], "derivative", [known], **how)

    return check


@pytest.fixture
def forward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the stages of `forward`, where activations may be wrong."""

    def check(case: Case, **how: Any) -> None:
        call = partial(submission.forward, **pick(case.inputs, *_NETWORK))
        judge(call, pick(case.values, *_STAGES), "stages", _activations(case), **how)

    return check


@pytest.fixture
def loss(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare a loss."""
    return lambda case, **how: judge(
        partial(submission.loss, **case.inputs), case.values["loss"], "loss", **how
    )


@pytest.fixture
def loss_grad(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the derivative of a loss."""
    return lambda case, **how: judge(
        partial(submission.loss_grad, **case.inputs), case.gradients["out"], "derivative", **how
    )


@pytest.fixture
def backward(submission: SubmissionProxy, judge: Judge) -> Check:
    """Compare the gradients of `backward`, all or those of a layer; all that it calls may be wrong."""

    def check(case: Case, layer: str = "", **how: Any) -> None:
        right = pick(case.gradients, *_LAYERS.get(layer, case.gradients))
        judge(partial(submission.backward, **case.inputs), right, "gradients", _passes(case), **how)

    return check


@pytest.fixture
def train(submission: SubmissionProxy, expect: Expect, judge: Judge) -> Check:
    """Compare the pair (params, losses), or one of them; all that `train` calls may be wrong."""

    def check(case: Case, only: str = "", **how: Any) -> None:
        def call() -> Any:
            trained = submission.train(**pick(case.inputs, *_TRAINING))
            params, losses = expect.unpack(trained, 2, "the result of train")
            return {"params": params, "losses": losses}.get(only, (params, losses))

        right = case.values[only] if only else (case.values["params"], case.values["losses"])
        judge(call, right, only or "(params, losses)", _steps(case), **how)

    return check


@pytest.fixture
def refuses(submission: SubmissionProxy) -> Check:
    """Require that a call refuses what a part below it refuses.

    That cannot be asked where the part below does not refuse it, or a function that the call needs is not
    started.
    """

    def check(call: partial[Any], below: partial[Any], name: str) -> None:
        try:
            submission.raises(ValueError, call, name)
        except NotStarted as fault:
            if fault.called_directly:
                raise
        except WrongAnswer:
            try:
                submission.raises(ValueError, below)
            except (NotStarted, WrongAnswer):
                return
            raise

    return check


def _activations(case: Case) -> Iterator[Known]:
    for kind, z, a in (("activation", "z1", "h"), ("output_activation", "z2", "out")):
        yield Known("activate", {"kind": case.inputs[kind], "z": case.values[z]}, case.values[a])


def _passes(case: Case) -> Iterator[Known]:
    yield from _activations(case)
    yield Known("forward", pick(case.inputs, *_NETWORK), pick(case.values, *_STAGES))
    compared = {"out": case.values["out"], **pick(case.inputs, "y", "kind")}
    yield Known("loss_grad", compared, case.gradients["out"])
    for kind, z in (("activation", "z1"), ("output_activation", "z2")):
        asked = {"kind": case.inputs[kind], "z": case.values[z]}
        yield Known("activate_grad", asked, case.values[f"slope_{z}"])


def _steps(case: Case) -> Iterator[Known]:
    for step in case.values["steps"]:
        X, y = (case.inputs[name][slice(*step["rows"])] for name in ("X", "y"))
        network = {"X": X, "params": step["params"], "activation": case.inputs["activation"]}
        compared = {"y": y, "kind": case.inputs["kind"]}
        yield Known("forward", network, step["stages"])
        yield Known("loss", {"out": step["stages"]["out"], **compared}, step["loss"])
        yield Known("backward", {**network, **compared}, step["gradients"])
