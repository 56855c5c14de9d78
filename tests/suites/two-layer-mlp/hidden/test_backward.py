"""The backward pass, on other shapes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from grader.suite.api import Case, Check, Oracle, cases

LAYERS = ("second layer", "first layer")
ROWS = ("X", "y", "z1", "h", "z2", "out", "slope_z1", "slope_z2")
"""What has a row for each sample."""


@pytest.mark.part(
    "backward",
    hint="Start with the gradient that is named first, and go on only when it is right. A product passes its "
    "gradient on times the other factor, an activation times its derivative at its input.",
)
@pytest.mark.parametrize("layer", LAYERS)
@cases(
    {
        "relu, cross_entropy": "relu_classifier",
        "tanh, mse": "tanh_network",
        "identity, half_sse": "linear_network",
        "sigmoid and sigmoid, half_sse": "two_sigmoids",
        "relu and tanh, mse": "relu_to_tanh",
        "tanh and relu, half_sse": "tanh_to_relu",
    }
)
def test_layers(case: Case, backward: Check, layer: str) -> None:
    """Gradients of a layer, for a network of another shape."""
    backward(case, layer)


@pytest.mark.part(
    "backward",
    hint="Take every size from the arguments, and let the shape of each variable decide what is transposed.",
)
@cases(
    {
        "one sample": "single_sample",
        "one output": "single_output",
        "all sizes equal": "square_network",
        "all sizes equal, cross_entropy": "square_classifier",
    }
)
def test_shapes(case: Case, backward: Check) -> None:
    """All gradients for a shape at the edge."""
    backward(case)


@pytest.mark.part(
    "backward", hint="Use the chain rule: differences of losses lose their digits where the loss is large."
)
@pytest.mark.parametrize("layer", LAYERS)
@cases({"tanh, mse": "far_tanh_network", "sigmoid, half_sse": "far_sigmoid_network"})
def test_far_targets(case: Case, backward: Check, layer: str) -> None:
    """Gradients of a layer where the loss is huge."""
    backward(case, layer)


@pytest.mark.part(
    "backward", hint="Let loss_grad take care of labels and of large logits; use its result as it is."
)
def test_sure_classifier(oracle: Oracle, backward: Check) -> None:
    """All gradients for logits in the thousands and labels in one byte."""
    backward(oracle("sure_classifier"))


@pytest.mark.part(
    "backward", hint="A call may use nothing but its arguments: keep nothing from an earlier one."
)
def test_two_batches(oracle: Oracle, backward: Check) -> None:
    """Two networks of one shape, and then the first one's samples in another order."""
    first = oracle("relu_to_tanh")
    for c in (first, oracle("relu_to_tanh"), reversed_rows(first)):
        backward(c)


@pytest.mark.part(
    "backward",
    hint="One pass forward and one backward give all gradients, however many weights there are. Whatever "
    "runs the network once more for each weight takes far too long here.",
)
@pytest.mark.apart
def test_large_network(oracle: Oracle, backward: Check) -> None:
    """Gradients of 100,000 weights, in one pass."""
    backward(oracle("hundred_thousand_weights"))


def reversed_rows(case: Case) -> Case:
    """Give the same case with its samples in reverse order."""

    def turned(named: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value[::-1] if name in ROWS else value for name, value in named.items()}

    return replace(
        case, inputs=turned(case.inputs), values=turned(case.values), gradients=turned(case.gradients)
    )
