"""What the checks of both folders share: how one function is judged when others of the file are wrong."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from grader.suite.api import Case, Expect, NotStarted, Raised, SubmissionProxy

ErrorOf = Callable[[Callable[[], object]], str]

Known = tuple[str, dict[str, Any], Any]
"""A function's name, the arguments of a call by name, and what is right for them."""


class Judge:
    """Judges one function by itself, so that a slip in another one does not cost its points.

    An attempt that succeeds counts as it is. One that fails is made once more, and this time the
    submission's own calls of the functions it builds on find the right results.

    Args:
        submission: The student's module.
    """

    def __init__(self, submission: SubmissionProxy) -> None:
        self._submission = submission

    def forward(self, case: Case, attempt: Callable[[], None]) -> None:
        """Judge `forward`: activations may be wrong."""
        self._judge(attempt, _activations(case))

    def backward(self, case: Case, attempt: Callable[[], None]) -> None:
        """Judge `backward`: the forward pass, the loss and activations may be wrong."""
        self._judge(attempt, [*_activations(case), *_network(case)])

    def train(self, case: Case, attempt: Callable[[], None]) -> None:
        """Judge `train`: everything else may be wrong, along the right way."""
        self._judge(attempt, _trajectory(case))

    def activate_grad(self, case: Case, kind: str, attempt: Callable[[], None]) -> None:
        """Judge `activate_grad`: `activate` may be wrong."""
        given = {"kind": kind, "z": case.inputs["z"]}
        self._judge(attempt, [("activate", given, case.values[kind])])

    def _judge(self, attempt: Callable[[], None], known: Iterable[Known]) -> None:
        try:
            attempt()
        except (AssertionError, NotStarted, Raised):  # what took too long would only take as long again
            for name, given, returns in known:
                self._submission.assume(name, given, returns)
            attempt()


def _activations(case: Case) -> list[Known]:
    values, inputs = case.values, case.inputs
    return [
        ("activate", {"kind": inputs["activation"], "z": values["z1"]}, values["h"]),
        ("activate", {"kind": inputs["output_activation"], "z": values["z2"]}, values["out"]),
    ]


def _network(case: Case) -> list[Known]:
    values, inputs = case.values, case.inputs
    stages = {name: values[name] for name in ("z1", "h", "z2", "out")}
    names = ("X", "params", "activation", "output_activation")
    compared = {"out": values["out"], "y": inputs["y"], "kind": inputs["kind"]}
    hidden = {"kind": inputs["activation"], "z": values["z1"]}
    output = {"kind": inputs["output_activation"], "z": values["z2"]}
    return [
        ("forward", {name: inputs[name] for name in names}, stages),
        ("loss_grad", compared, case.gradients["out"]),
        ("activate_grad", hidden, values["slopes"]["z1"]),
        ("activate_grad", output, values["slopes"]["z2"]),
    ]


def _trajectory(case: Case) -> list[Known]:
    known: list[Known] = []
    activation, kind = case.inputs["activation"], case.inputs["kind"]
    for step in case.values["steps"]:
        first, last = step["rows"]
        X, y = case.inputs["X"][first:last], case.inputs["y"][first:last]
        network = {"params": step["params"], "X": X, "activation": activation}
        compared = {"out": step["stages"]["out"], "y": y, "kind": kind}
        known += [
            ("forward", network, step["stages"]),
            ("loss", compared, step["loss"]),
            ("backward", {**network, "y": y, "kind": kind}, step["gradients"]),
        ]
    return known


@pytest.fixture
def judge(submission: SubmissionProxy) -> Judge:
    """Judge one function by itself."""
    return Judge(submission)


@pytest.fixture
def trained(submission: SubmissionProxy, expect: Expect) -> Callable[..., tuple[Any, Any]]:
    """Train, and give the pair (params, losses)."""

    def train(**inputs: object) -> tuple[Any, Any]:
        result = submission.train(**inputs)
        if type(result) not in (tuple, list) or len(result) != 2:
            expect(result, (None, None), "the result of train")
        params, losses = result
        return params, losses

    return train


@pytest.fixture
def error_of() -> ErrorOf:
    """Give the type of the exception that a call raises, or "none"."""

    def error(call: Callable[[], object]) -> str:
        try:
            call()
        except Raised as raised:
            return raised.exception
        return "none"

    return error


@pytest.fixture
def refusal(error_of: ErrorOf) -> Callable[[Callable[[], object], Callable[[], object]], str | None]:
    """Give the type of the exception of a call that must refuse what a part below it refuses.

    None where that cannot be asked: the part below does not refuse it, or a function that the call needs is
    not started.
    """

    def error(call: Callable[[], object], below: Callable[[], object]) -> str | None:
        try:
            refused = error_of(call)
        except NotStarted as fault:
            if fault.called_directly:
                raise
            return None
        try:
            return refused if error_of(below) == "ValueError" else None
        except NotStarted:
            return None

    return error


@pytest.fixture
def unchanged(submission: SubmissionProxy) -> Callable[[Callable[[], Any]], Any]:
    """Make a call, check that it did not change its arguments, and give its result."""

    def check(call: Callable[[], Any]) -> Any:
        before = len(submission.changed_arguments)
        result = call()
        changed = submission.changed_arguments[before:]
        if changed:
            raise AssertionError(f"arguments were changed in place: {', '.join(changed)}; work on copies")
        return result

    return check
