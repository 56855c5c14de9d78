"""The forward pass."""

from collections.abc import Callable
from functools import partial

import pytest

from grader.suite.api import Oracle, SubmissionProxy

Check = Callable[..., None]


@pytest.mark.part(
    "forward", hint="A sample is a row and a weight's row belongs to one unit, so a layer is x @ W.T + b."
)
@pytest.mark.parametrize(
    "name",
    ["sigmoid_stages", "relu_stages_to_tanh", "stages_of_one_sample"],
    ids=["sigmoid", "relu, then tanh at the output", "one sample"],
)
def test_stages(oracle: Oracle, forward: Check, name: str) -> None:
    """All four stages of a batch."""
    forward(oracle(name))


@pytest.mark.part("forward", hint="Sigmoid in both layers: the output has its own activation, named apart.")
def test_textbook(oracle: Oracle, forward: Check) -> None:
    """The handout's textbook example, TEXTBOOK in your file."""
    forward(oracle("textbook"))


@pytest.mark.part("forward", hint="One hidden unit and one output still make arrays with two axes.")
def test_narrow_network(oracle: Oracle, forward: Check) -> None:
    """All four stages for one hidden unit, one output and 19 samples."""
    forward(oracle("narrow"))


@pytest.mark.part("forward", hint="What `activate` refuses, `forward` must not let through.")
def test_unknown_names(submission: SubmissionProxy, oracle: Oracle, refuses: Check) -> None:
    """Activations that do not exist are refused by forward."""
    c = oracle("sigmoid_stages")
    for name in ("activation", "output_activation"):
        call = partial(submission.forward, **{**c.inputs, name: "swish"})
        below = partial(submission.activate, c.values["z1"], "swish")
        refuses(call, below, f"exception for an unknown {name}")
