"""Gradients of every stage, and of a batch."""

import pytest

from grader.suite.api import Check, Oracle


@pytest.mark.part("backward", hint="Compute the stages in the order in which the docstring lists them.")
def test_values_of_the_worked_example(oracle: Oracle, stages: Check) -> None:
    """Value of every stage of the worked example."""
    stages(oracle("worked_example"), "values")


@pytest.mark.part(
    "backward",
    hint="Start at the loss and go back stage by stage: each gradient is the one after it times a local "
    "derivative.",
)
def test_gradients_of_the_worked_example(oracle: Oracle, stages: Check) -> None:
    """Gradient of every stage of the worked example."""
    stages(oracle("worked_example"), "gradients")


@pytest.mark.part(
    "backward",
    hint="Where x is 2, many a formula gives what another does: x ** 2 is 2 * x. All is computed in float64.",
)
def test_stages_of_another_sample(oracle: Oracle, stages: Check) -> None:
    """Every stage of another sample, to nine digits."""
    stages(oracle("other_sample"), "values", "gradients", rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "backward",
    hint="Beside so large a loss, a difference of two losses is mostly rounding. The chain rule has no such "
    "trouble.",
)
def test_stages_far_from_the_target(oracle: Oracle, stages: Check) -> None:
    """Gradient of every stage of a sample far from its target."""
    stages(oracle("far_sample"), "gradients")


@pytest.mark.part("backward", hint="For one sample these are the last gradients that `stages` computes.")
def test_one_sample(oracle: Oracle, backward: Check) -> None:
    """Gradients of the worked example's parameters."""
    backward(oracle("worked_example"))


@pytest.mark.part(
    "backward",
    hint="The loss is a mean over the samples, so its gradient is the mean of their gradients: multiply "
    "first, then take the mean. In float64 nine digits are right, and x and y stay as they are.",
)
def test_a_batch_of_five(oracle: Oracle, backward: Check) -> None:
    """Gradients of a batch of five, to nine digits."""
    backward(oracle("five_samples"), named=False, unchanged=True, rtol=1e-8, atol=1e-12)


@pytest.mark.part(
    "backward", hint="Integers are numbers too: convert x to float64 before you compute with it."
)
def test_a_batch_of_integers(oracle: Oracle, backward: Check) -> None:
    """Gradients of a batch of integers."""
    backward(oracle("five_whole_samples"))


@pytest.mark.part(
    "backward",
    hint="An integer of eight bits ends at 127, and its square is cut off without a word: make a float64 of "
    "x.",
)
def test_small_integers(oracle: Oracle, backward: Check) -> None:
    """Gradients of a batch of integers of eight bits."""
    backward(oracle("five_small_integer_samples"))


@pytest.mark.part(
    "backward",
    hint="Beside so large a loss, a difference of two losses is mostly rounding. The chain rule has no such "
    "trouble.",
)
def test_far_targets(oracle: Oracle, backward: Check) -> None:
    """Gradients of a batch far from its targets."""
    backward(oracle("far_samples"))


@pytest.mark.part(
    "backward",
    hint="Tiny inputs have tiny gradients, which no difference of two losses can see. The formula can.",
)
def test_tiny_inputs(oracle: Oracle, backward: Check) -> None:
    """Gradients of a batch of tiny inputs."""
    backward(oracle("tiny_samples"), atol=0.0)
