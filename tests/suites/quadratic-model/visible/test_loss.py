"""The mean squared error."""

import pytest

from grader.suite.api import Check, Oracle


@pytest.mark.part(
    "loss", hint="The loss of one sample is the square of its residual: neither half of it nor twice."
)
def test_the_worked_example(oracle: Oracle, loss: Check) -> None:
    """Loss of the worked example, 16."""
    loss(oracle("worked_example"))


@pytest.mark.part(
    "loss", hint="Square every residual, in a new array of float64, then take the mean over the samples."
)
def test_a_batch_of_five(oracle: Oracle, loss: Check) -> None:
    """Loss of a batch of five, to nine digits."""
    loss(oracle("five_predictions"), named=False, unchanged=True, rtol=1e-8, atol=1e-12)


@pytest.mark.part("loss", hint="The mean of integers need not be one: no step may round or cut off.")
def test_a_batch_of_integers(oracle: Oracle, loss: Check) -> None:
    """Loss of a batch of integers, to nine digits."""
    loss(oracle("five_whole_predictions"), rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "loss",
    hint="Integers of eight bits end at 127, and so does their difference: make a float64 of them before you "
    "subtract.",
)
def test_small_integers(oracle: Oracle, loss: Check) -> None:
    """Loss of a batch of integers of eight bits."""
    loss(oracle("small_integer_predictions"))
