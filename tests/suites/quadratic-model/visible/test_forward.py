"""Predictions."""

import pytest

from grader.suite.api import Check, Oracle


@pytest.mark.part("forward", hint="Put the numbers into w1 * x ** 2 + w2 * x + b by hand and compare.")
def test_the_worked_example(oracle: Oracle, forward: Check) -> None:
    """Prediction of the worked example, 13."""
    forward(oracle("worked_example"))


@pytest.mark.part(
    "forward",
    hint="The formula holds for every entry of x, which stays as it is; all is computed in float64.",
)
def test_a_batch_of_five(oracle: Oracle, forward: Check) -> None:
    """Predictions for a batch of five, to nine digits."""
    forward(oracle("five_inputs"), named=False, unchanged=True, rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "forward", hint="Integers are numbers too: convert x to float64 before you compute with it."
)
def test_a_batch_of_integers(oracle: Oracle, forward: Check) -> None:
    """Predictions for a batch of integers."""
    forward(oracle("five_whole_inputs"))


@pytest.mark.part(
    "forward",
    hint="An integer of eight bits ends at 127, and its square is cut off without a word. What does the stub "
    "say about the type that everything is computed in?",
)
def test_a_batch_of_small_integers(oracle: Oracle, forward: Check) -> None:
    """Predictions for a batch of integers of eight bits."""
    forward(oracle("five_small_integers"))
