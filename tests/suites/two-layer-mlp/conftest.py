"""How one function is judged when others of the file are wrong: a fixture for each, named like it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

import pytest

from grader.suite.api import Case, Expect, Known, NotStarted, SubmissionProxy, WrongAnswer

Check = Callable[..., None]
Trained = Callable[..., tuple[Any, Any]]

_LAYERS: Final = {"second layer": ("out", "z2", "W2", "b2"), "first layer": ("h", "z1", "W1", "b1", "X")}
_NETWORK: Final = ("X", "params", "activation", "output_activation")
_STAGES: Final = ("z1", "h", "z2", "out")


@pytest.fixture
def judge(submission: SubmissionProxy, expect: Expect) -> Check:
    """Compare what a call returns, and require that it changes no argument where that is asked for."""

    def check(
        call: Check, right: Any, name: str, known: Iterable[Known] = (), *, unchanged: bool = False
    ) -> None:
        made = partial(submission.unchanged, call) if unchanged else call
        submission.judge(lambda: expect(made(), right, name), known)

    return check


@pytest.fixture
def activate(submission: SubmissionProxy, judge: Check) -> Check:
    """Compare the values of an activation."""

    def check(case: Case, kind: str, name: str = "activation", **how: bool) -> None:
        judge(partial(submission.activate, case.inputs["z"], kind), case.values[kind], name, **how)

    return check


@pytest.fixture
def activate_grad(submission: SubmissionProxy, judge: Check) -> Check:
    """Compare the derivative of an activation, where `activate` may be wrong."""

    def check(case: Case, kind: str) -> None:
        call = partial(submission.activate_grad, case.inputs["z"], kind)
        known = Known("activate", {"kind": kind, "z": case.inputs["z"]}, case.values[kind])
        judge(call, case.gradients[kind], "derivative", [known])

    return check


@pytest.fixture
def forward(submission: SubmissionProxy, judge: Check) -> Check:
    """Compare the stages of `forward`, where activations may be wrong."""

    def check(case: Case, **how: bool) -> None:
        call = partial(submission.forward, **_named(case.inputs, _NETWORK))
        judge(call, _named(case.values, _STAGES), "stages", _activations(case), **how)

    return check


@pytest.fixture
def loss(submission: SubmissionProxy, judge: Check) -> Check:
    """Compare a loss."""
    return lambda case, **how: judge(
        partial(submission.loss, **case.inputs), case.values["loss"], "loss", **how
    )


@pytest.fixture
def loss_grad(submission: SubmissionProxy, judge: Check) -> Check:
    """Compare the derivative of a loss."""
    return lambda case, **how: judge(
        partial(submission.loss_grad, **case.inputs), case.gradients["out"], "derivative", **how
    )


@pytest.fixture
def backward(submission: SubmissionProxy, judge: Check) -> Check:
    """Compare the gradients of `backward`, all or those of a layer; all that it calls may be wrong."""

    def check(case: Case, layer: str = "", **how: bool) -> None:
        right = _named(case.gradients, _LAYERS.get(layer, case.gradients))
        judge(
            partial(submission.backward, **case.inputs), right, "gradients", _calls_of_backward(case), **how
        )

    return check


@pytest.fixture
def trained(submission: SubmissionProxy, expect: Expect) -> Trained:
    """Train, and give the pair (params, losses)."""

    def call(**inputs: object) -> tuple[Any, Any]:
        params, losses = expect.unpack(submission.train(**inputs), 2, "the result of train")
        return params, losses

    return call


@pytest.fixture
def train(trained: Trained, judge: Check) -> Check:
    """Compare the pair (params, losses), or one of them; all that `train` calls may be wrong."""

    def check(
        case: Case, only: str = "", call: Trained | None = None, right: Any = None, **how: bool
    ) -> None:
        def attempt() -> Any:
            params, losses = trained(**case.inputs) if call is None else call()
            return {"params": params, "losses": losses}.get(only, (params, losses))

        both = right or (case.values["params"], case.values["losses"])
        wanted = case.values[only] if only else both
        judge(attempt, wanted, only or "(params, losses)", _trajectory(case), **how)

    return check


@pytest.fixture
def refuses(submission: SubmissionProxy) -> Callable[[Check, Check, str], None]:
    """Require that a call refuses what a part below it refuses.

    That cannot be asked where the part below does not refuse it, or a function that the call needs is not
    started.
    """

    def check(call: Check, below: Check, name: str) -> None:
        refused: WrongAnswer | None = None
        try:
            submission.raises(ValueError, call, name)
        except NotStarted as fault:
            if fault.called_directly:
                raise
            return
        except WrongAnswer as wrong:
            refused = wrong
        try:
            submission.raises(ValueError, below)
        except (NotStarted, WrongAnswer):
            return
        if refused is not None:
            raise refused

    return check


@pytest.fixture
def calls_of_backward() -> Callable[[Case], Iterator[Known]]:
    """Give what is right for the calls that `backward` may make."""
    return _calls_of_backward


def _calls_of_backward(case: Case) -> Iterator[Known]:
    values, inputs = case.values, case.inputs
    yield from _activations(case)
    yield Known("forward", _named(inputs, _NETWORK), _named(values, _STAGES))
    compared = {"out": values["out"], "y": inputs["y"], "kind": inputs["kind"]}
    yield Known("loss_grad", compared, case.gradients["out"])
    for kind, stage in (("activation", "z1"), ("output_activation", "z2")):
        yield Known("activate_grad", {"kind": inputs[kind], "z": values[stage]}, values["slopes"][stage])


def _activations(case: Case) -> Iterator[Known]:
    for kind, z, a in (("activation", "z1", "h"), ("output_activation", "z2", "out")):
        yield Known("activate", {"kind": case.inputs[kind], "z": case.values[z]}, case.values[a])


def _trajectory(case: Case) -> Iterator[Known]:
    activation, kind = case.inputs["activation"], case.inputs["kind"]
    for step in case.values["steps"]:
        X, y = (case.inputs[name][slice(*step["rows"])] for name in ("X", "y"))
        network = {"params": step["params"], "X": X, "activation": activation}
        yield Known("forward", network, step["stages"])
        yield Known("loss", {"out": step["stages"]["out"], "y": y, "kind": kind}, step["loss"])
        yield Known("backward", {**network, "y": y, "kind": kind}, step["gradients"])


def _named(values: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}
