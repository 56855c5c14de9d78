"""Norms of gradients and mean slopes."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part(
    "depth", hint="One number for each layer: square all entries of its dW, add them up, take the root."
)
@cases({"sigmoid, mse": "sigmoid_depth", "relu, half_sse": "relu_depth", "one layer": "depth_of_one_layer"})
def test_norms(case: Case, gradient_norms: Check) -> None:
    """Norms of the weights' gradients, to nine digits."""
    gradient_norms(case, rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "depth", hint="However small a norm is, it is the number you are after: add nothing to it, round nothing."
)
@cases({"twelve layers": "twelve_layers", "twenty layers, tiny weights": "vanished"})
def test_vanishing_norms(case: Case, gradient_norms: Check) -> None:
    """Norms that shrink from layer to layer."""
    gradient_norms(case, atol=0.0)


@pytest.mark.part(
    "depth", hint="Take the derivative at each z, then the mean of all of them, layer by layer."
)
@cases({"sigmoid": "sigmoid_depth", "relu": "relu_depth"})
def test_slopes(case: Case, mean_slopes: Check) -> None:
    """Mean slopes of the hidden layers, to nine digits."""
    mean_slopes(case, rtol=1e-8, atol=1e-12)


@pytest.mark.part("depth", hint="No hidden layer, no slope: return an empty array, of shape (0,).")
def test_slopes_of_one_layer(oracle: Oracle, mean_slopes: Check) -> None:
    """Mean slopes of a network of one layer: none."""
    mean_slopes(oracle("depth_of_one_layer"))


@pytest.mark.part("depth", hint="Operators such as *= change an array in place: make a new one.")
def test_arguments_stay_as_they_are(oracle: Oracle, gradient_norms: Check, mean_slopes: Check) -> None:
    """No argument of gradient_norms or mean_slopes is changed."""
    c = oracle("relu_depth")
    gradient_norms(c, unchanged=True)
    mean_slopes(c, unchanged=True)
