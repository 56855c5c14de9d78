"""The mean squared error, for other numbers and shapes."""

from dataclasses import replace

import numpy as np
import pytest

from grader.suite.api import Check, Oracle


@pytest.mark.part("loss", hint="One sample is a batch with N = 1; the sign of its residual does not matter.")
def test_one_number(oracle: Oracle, loss: Check) -> None:
    """Loss of two single samples."""
    for _ in range(2):
        loss(oracle("one_prediction"))


@pytest.mark.part("loss", hint="The loss is one number, whatever the shape of its arguments.")
def test_a_batch_of_one(oracle: Oracle, loss: Check) -> None:
    """Loss of a batch of one sample."""
    c = oracle("one_prediction")
    batch = {name: np.array([c.inputs[name]]) for name in ("y_hat", "y")}
    loss(replace(c, inputs=batch), named=False)


@pytest.mark.part("loss", hint="Divide by the number of samples that came in this call, and only once.")
def test_two_batches_of_one_shape(oracle: Oracle, loss: Check) -> None:
    """Losses of two batches of eight, one after the other."""
    for _ in range(2):
        loss(oracle("eight_predictions"))


@pytest.mark.part("loss", hint="Python integers are fine inputs; the loss is a number for them too.")
def test_python_integers(oracle: Oracle, loss: Check) -> None:
    """Loss of one sample of integers."""
    loss(oracle("one_whole_prediction"))


@pytest.mark.part("loss", hint="Large residuals are squared like small ones; nothing is clipped or scaled.")
def test_far_targets(oracle: Oracle, loss: Check) -> None:
    """Loss of a batch far from its targets."""
    loss(oracle("far_predictions"))
