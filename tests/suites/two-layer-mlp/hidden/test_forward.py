"""The forward pass, on other shapes."""

from collections.abc import Callable

import pytest

from grader.suite.api import Oracle

Check = Callable[..., None]


@pytest.mark.part(
    "forward", hint="Biases are added after the product, and each layer has its own activation."
)
@pytest.mark.parametrize(
    "name",
    [
        "relu_pass",
        "tanh_pass",
        "linear_pass_to_sigmoid",
        "sigmoid_pass_to_relu",
        "pass_of_one_sample",
        "pass_to_one_output",
        "square_pass",
        "saturated_pass",
    ],
    ids=[
        "relu",
        "tanh",
        "identity, then sigmoid",
        "sigmoid, then relu",
        "one sample",
        "one output",
        "all sizes equal",
        "large inputs",
    ],
)
def test_stages(oracle: Oracle, forward: Check, name: str) -> None:
    """All four stages of a batch of another shape."""
    forward(oracle(name))


@pytest.mark.part(
    "forward", hint="A call may use nothing but its arguments: keep nothing from an earlier one."
)
def test_two_batches(oracle: Oracle, forward: Check) -> None:
    """Two networks of one shape, one after the other."""
    for case in (oracle("relu_pass"), oracle("relu_pass")):
        forward(case)


@pytest.mark.part("forward", hint="An activation that works in place would change z1 as well as h.")
def test_arguments_stay_as_they_are(oracle: Oracle, forward: Check) -> None:
    """No argument of forward is changed."""
    forward(oracle("linear_pass_to_sigmoid"), unchanged=True)
