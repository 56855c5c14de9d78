"""Forward and backward, at other depths and widths."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part(
    "layers", hint="Take the number of layers from the list, and the activation's name from its argument."
)
@cases(
    {
        "two layers": "relu_pass",
        "five layers": "tanh_pass",
        "one unit": "narrow_pass",
        "all sizes equal": "linear_pass",
        "one sample": "pass_of_one_sample",
        "one layer": "pass_of_one_layer",
        "very deep": "deep_pass",
    }
)
def test_stages(case: Case, forward: Check) -> None:
    """Stages of a network of another depth or width."""
    forward(case)


@pytest.mark.part(
    "layers",
    hint="Start with the gradient that is named first, and go on only when it is right. The last layer has "
    "no activation; every other one multiplies by its derivative, taken at its own z.",
)
@cases(
    {
        "two layers, relu": "relu_network",
        "five layers, cross_entropy": "tanh_classifier",
        "five layers, half_sse": "sigmoid_network",
        "one unit": "narrow_network",
        "identity": "linear_network",
        "all sizes equal": "square_network",
        "one sample": "single_sample",
        "one layer": "single_layer",
        "very deep": "deep_network",
    }
)
def test_gradients(case: Case, backward: Check) -> None:
    """Gradients of a network of another depth or width."""
    backward(case)


@pytest.mark.part(
    "layers", hint="A call may use nothing but its arguments: keep nothing from an earlier one."
)
def test_two_networks(oracle: Oracle, forward: Check, backward: Check) -> None:
    """Two networks of one shape, one after the other."""
    for c in (oracle("relu_network"), oracle("relu_network")):
        forward(c)
        backward(c)


@pytest.mark.part(
    "layers", hint="Copy what you want to change: a list, a dict or an array that is an argument stays."
)
def test_arguments_stay_as_they_are(oracle: Oracle, forward: Check, backward: Check) -> None:
    """No argument of forward or backward is changed, without an activation."""
    c = oracle("linear_network")
    forward(c, unchanged=True)
    backward(c, unchanged=True)
