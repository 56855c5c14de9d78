"""The forward pass."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Judge

STAGES = ("z1", "h", "z2", "out")


@pytest.mark.part(
    "forward", hint="A sample is a row and a weight's row belongs to one unit, so a layer is x @ W.T + b."
)
@pytest.mark.parametrize(
    "name",
    ["sigmoid_stages", "relu_stages_to_tanh", "stages_of_one_sample"],
    ids=["sigmoid", "relu, then tanh at the output", "one sample"],
)
def test_stages(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge", name: str
) -> None:
    """All four stages of a batch."""
    c = oracle(name)
    judge.forward(c, lambda: expect(submission.forward(**c.inputs), c.values, "stages"))


@pytest.mark.part("forward", hint="Sigmoid in both layers: the output has its own activation, named apart.")
def test_textbook(submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """The handout's textbook example, TEXTBOOK in your file."""
    c = oracle("textbook")
    inputs = {name: c.inputs[name] for name in ("X", "params", "activation", "output_activation")}
    right = {name: c.values[name] for name in STAGES}
    judge.forward(c, lambda: expect(submission.forward(**inputs), right, "stages"))


@pytest.mark.part("forward", hint="One hidden unit and one output still make arrays with two axes.")
def test_narrow_network(submission: SubmissionProxy, oracle: Oracle, expect: Expect, judge: "Judge") -> None:
    """All four stages for one hidden unit, one output and 19 samples."""
    c = oracle("narrow")
    inputs = {name: c.inputs[name] for name in ("X", "params", "activation", "output_activation")}
    right = {name: c.values[name] for name in STAGES}
    judge.forward(c, lambda: expect(submission.forward(**inputs), right, "stages"))


@pytest.mark.part("forward", hint="What `activate` refuses, `forward` must not let through.")
def test_unknown_names(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    refusal: Callable[[Callable[[], object], Callable[[], object]], str | None],
) -> None:
    """Activations that do not exist are refused by forward."""
    c = oracle("sigmoid_stages")
    for name in ("activation", "output_activation"):
        error = refusal(
            partial(submission.forward, **{**c.inputs, name: "swish"}),
            lambda: submission.activate(c.values["z1"], "swish"),
        )
        if error is not None:
            expect(error, "ValueError", f"exception for an unknown {name}")
