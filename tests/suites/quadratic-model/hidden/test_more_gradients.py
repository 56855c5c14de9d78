"""Gradients, for other numbers and shapes."""

from dataclasses import replace

import numpy as np
import pytest

from grader.suite.api import Check, Oracle


@pytest.mark.part(
    "backward", hint="Which of the stages differs first? It is computed wrongly, or not from the last."
)
def test_values_of_a_sample(oracle: Oracle, stages: Check) -> None:
    """Value of every stage for some sample."""
    stages(oracle("some_sample"), "values")


@pytest.mark.part(
    "backward", hint="The derivative of r squared is 2 * r; a sum passes its gradient on unchanged."
)
def test_gradients_of_two_samples(oracle: Oracle, stages: Check) -> None:
    """Gradient of every stage for two samples, one after the other."""
    for _ in range(2):
        stages(oracle("some_sample"), "gradients")


@pytest.mark.part("backward", hint="Python integers are fine inputs; try your formulas on a few of them.")
def test_stages_of_integers(oracle: Oracle, stages: Check) -> None:
    """Every stage, forward and backward, for a sample of integers."""
    stages(oracle("whole_sample"), "values", "gradients")


@pytest.mark.part(
    "backward",
    hint="Beside so large a loss, a difference of two losses is mostly rounding. The chain rule has no such "
    "trouble.",
)
def test_stages_far_from_the_target(oracle: Oracle, stages: Check) -> None:
    """Gradient of every stage for two samples far from their targets."""
    for _ in range(2):
        stages(oracle("far_sample"), "gradients")


@pytest.mark.part(
    "backward", hint="x and y may be plain numbers; then the gradients are those of that one sample."
)
def test_one_sample(oracle: Oracle, backward: Check) -> None:
    """Gradients of one sample."""
    backward(oracle("some_sample"))


@pytest.mark.part(
    "backward", hint="A batch of one sample has the same gradients as the sample: one number each."
)
def test_a_batch_of_one(oracle: Oracle, backward: Check) -> None:
    """Gradients of a batch of one sample."""
    c = oracle("some_sample")
    batch = {name: np.array([c.inputs[name]]) for name in ("x", "y")}
    backward(replace(c, inputs={**c.inputs, **batch}))


@pytest.mark.part(
    "backward",
    hint="The result depends on the arguments alone: nothing may be kept from one call to the next.",
)
def test_two_batches_of_one_shape(oracle: Oracle, backward: Check) -> None:
    """Gradients of two batches of seven, one after the other."""
    for _ in range(2):
        backward(oracle("seven_samples"))


@pytest.mark.part("backward", hint="Divide by the number of samples that came in this call, and only once.")
def test_a_larger_batch(oracle: Oracle, backward: Check) -> None:
    """Gradients of a batch of eleven."""
    backward(oracle("eleven_samples"))


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


@pytest.mark.part(
    "backward",
    hint="An integer of 32 bits ends near 2e9, and its square is cut off without a word. What does the stub "
    "say about the type that everything is computed in?",
)
def test_small_integers(oracle: Oracle, backward: Check) -> None:
    """Gradients of a batch of integers of 32 bits."""
    backward(oracle("samples_of_32_bits"))
