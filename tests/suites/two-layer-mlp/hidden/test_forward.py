"""The forward pass, on other shapes."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part(
    "forward", hint="Biases are added after the product, and each layer has its own activation."
)
@cases(
    {
        "relu": "relu_pass",
        "tanh": "tanh_pass",
        "identity, then sigmoid": "linear_pass_to_sigmoid",
        "sigmoid, then relu": "sigmoid_pass_to_relu",
        "one sample": "pass_of_one_sample",
        "one output": "pass_to_one_output",
        "all sizes equal": "square_pass",
        "large inputs": "saturated_pass",
    }
)
def test_stages(case: Case, forward: Check) -> None:
    """All four stages of a batch of another shape."""
    forward(case)


@pytest.mark.part(
    "forward", hint="A call may use nothing but its arguments: keep nothing from an earlier one."
)
def test_two_batches(oracle: Oracle, forward: Check) -> None:
    """Two networks of one shape, one after the other."""
    for case in (oracle("relu_pass"), oracle("relu_pass")):
        forward(case)
