"""The forward pass."""

from functools import partial

import pytest

from grader.suite.api import Case, Check, Oracle, SubmissionProxy, cases


@pytest.mark.part(
    "forward", hint="A sample is a row and a weight's row belongs to one unit, so a layer is x @ W.T + b."
)
@cases(
    {
        "sigmoid": "sigmoid_stages",
        "relu, then tanh at the output": "relu_stages_to_tanh",
        "one sample": "stages_of_one_sample",
    }
)
def test_stages(case: Case, forward: Check) -> None:
    """All four stages of a batch."""
    forward(case)


@pytest.mark.part(
    "forward", hint="Sigmoid in both layers: the output has its own, named apart. X and params stay."
)
def test_textbook(oracle: Oracle, forward: Check) -> None:
    """The handout's textbook example, TEXTBOOK in your file."""
    forward(oracle("textbook"), unchanged=True)


@pytest.mark.part("forward", hint="One hidden unit still makes arrays with two axes, in float64.")
def test_narrow_network(oracle: Oracle, forward: Check) -> None:
    """All four stages for one hidden unit, one output and 19 samples, to nine digits."""
    forward(oracle("narrow"), rtol=1e-8, atol=1e-12)


@pytest.mark.part("forward", hint="What `activate` refuses, `forward` must not let through.")
def test_unknown_names(submission: SubmissionProxy, oracle: Oracle, refuses: Check) -> None:
    """Activations that do not exist are refused by forward."""
    c = oracle("sigmoid_stages")
    for name in ("activation", "output_activation"):
        call = partial(submission.forward, **{**c.inputs, name: "swish"})
        below = partial(submission.activate, c.values["z1"], "swish")
        refuses(call, below, f"exception for an unknown {name}")
