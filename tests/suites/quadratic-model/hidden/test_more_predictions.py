"""Predictions, for other numbers and shapes."""

from dataclasses import replace

import numpy as np
import pytest

from grader.suite.api import Check, Oracle


@pytest.mark.part("forward", hint="x may be a plain number; then the prediction is a number.")
def test_one_number(oracle: Oracle, forward: Check) -> None:
    """Prediction for one number."""
    forward(oracle("one_input"))


@pytest.mark.part(
    "forward", hint="A batch of one sample is still a batch: what comes back has the shape of x."
)
def test_a_batch_of_one(oracle: Oracle, forward: Check) -> None:
    """Prediction for a batch of one sample."""
    c = oracle("one_input")
    batch = {"x": np.array([c.inputs["x"]])}
    forward(replace(c, inputs={**c.inputs, **batch}, values={"y_hat": np.array([c.values["y_hat"]])}))


@pytest.mark.part(
    "forward",
    hint="The result depends on the arguments alone: nothing may be kept from one call to the next.",
)
def test_two_batches_of_one_shape(oracle: Oracle, forward: Check) -> None:
    """Predictions for two batches of seven, one after the other."""
    for _ in range(2):
        forward(oracle("seven_inputs"))


@pytest.mark.part("forward", hint="Python integers are fine inputs; try your formula on a few of them.")
def test_python_integers(oracle: Oracle, forward: Check) -> None:
    """Prediction for one integer, with integers for weights."""
    forward(oracle("one_whole_input"))


@pytest.mark.part(
    "forward",
    hint="An integer of eight bits ends at 127, and its square is cut off without a word. What does the stub "
    "say about the type that everything is computed in?",
)
def test_small_integers(oracle: Oracle, forward: Check) -> None:
    """Predictions for integers of eight bits."""
    forward(oracle("inputs_of_eight_bits"))
