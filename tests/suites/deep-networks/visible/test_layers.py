"""Forward and backward through any number of layers."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part(
    "layers",
    hint="The first layer gets X, every other one the h of the layer before; the last layer's h is its z.",
)
@cases(
    {
        "three layers, sigmoid": "sigmoid_stages",
        "four layers, relu": "relu_stages",
        "equal widths, tanh": "square_stages",
        "twelve layers, tanh": "stages_of_twelve",
    }
)
def test_stages(case: Case, forward: Check) -> None:
    """Stages of every layer."""
    forward(case)


@pytest.mark.part("layers", hint="A single layer is the first and the last at once: it has no activation.")
def test_stages_of_one_layer(oracle: Oracle, forward: Check) -> None:
    """The stage of a network of one layer, to nine digits."""
    forward(oracle("stages_of_one_layer"), rtol=1e-8, atol=1e-12)


@pytest.mark.part("layers", hint="The handout shows every one of these numbers.")
def test_stages_of_the_chain(oracle: Oracle, forward: Check) -> None:
    """Stages of the handout's chain, CHAIN in your file."""
    forward(oracle("worked_chain"))


@pytest.mark.part(
    "layers",
    hint="The gradients nearest the loss come first: what is wrong there makes all before it wrong. Each has "
    "the shape of its W or b, which decides where to transpose and where to sum.",
)
@cases(
    {
        "three layers, sigmoid, mse": "sigmoid_mse",
        "four layers, relu, cross_entropy": "relu_cross_entropy",
        "equal widths, tanh, half_sse": "square_tanh",
    }
)
def test_gradients(case: Case, backward: Check) -> None:
    """Gradients of every layer."""
    backward(case)


@pytest.mark.part("layers", hint="A batch of one is a batch: its arrays have two axes.")
def test_gradients_for_one_sample(oracle: Oracle, backward: Check) -> None:
    """Gradients for one sample, to nine digits."""
    backward(oracle("one_sample"), rtol=1e-8, atol=1e-12)


@pytest.mark.part("layers", hint="With one layer there is nothing to go back through: what went in is X.")
def test_gradients_of_one_layer(oracle: Oracle, backward: Check) -> None:
    """Gradients of a network of one layer."""
    backward(oracle("one_layer"))


@pytest.mark.part("layers", hint="The handout's graph shows every one of these numbers.")
def test_gradients_of_the_chain(oracle: Oracle, backward: Check) -> None:
    """Gradients of the handout's chain, CHAIN in your file."""
    backward(oracle("worked_chain"))


@pytest.mark.part(
    "layers", hint="layers.pop(), layers.reverse(), += and *= change what the caller still holds."
)
def test_arguments_stay_as_they_are(oracle: Oracle, forward: Check, backward: Check) -> None:
    """No argument of forward or backward is changed."""
    c = oracle("relu_cross_entropy")
    forward(c, unchanged=True)
    backward(c, unchanged=True)
