"""Losses and their derivatives, on other shapes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from grader.suite.api import Oracle

Check = Callable[..., None]
NAMES = ("half_sse_pairs", "mse_pairs", "cross_entropy_rows")
KINDS = ("half_sse", "mse", "cross_entropy")
SMALL = ("cross_entropy_of_one_sample", "mse_of_one_output", "square_logits", "square_pairs")
SMALL_IDS = (
    "cross_entropy of one sample",
    "mse of one output",
    "cross_entropy, as many rows as columns",
    "mse, as many rows as columns",
)


@pytest.mark.part("loss", hint="half_sse sums, mse divides by N * K, cross_entropy by N.")
@pytest.mark.parametrize("name", NAMES, ids=KINDS)
def test_values(oracle: Oracle, loss: Check, name: str) -> None:
    """Value of a loss for a batch of another shape."""
    loss(oracle(name))


@pytest.mark.part("loss", hint="Each factor of the loss is a factor of its derivative: 1/2, 2, 1/N, 1/K.")
@pytest.mark.parametrize("name", NAMES, ids=KINDS)
def test_derivatives(oracle: Oracle, loss_grad: Check, name: str) -> None:
    """Derivative of a loss for a batch of another shape."""
    loss_grad(oracle(name))


@pytest.mark.part(
    "loss", hint="Rows are samples: check along which axis you sum, and that no shape broadcasts."
)
@pytest.mark.parametrize("name", SMALL, ids=SMALL_IDS)
def test_shapes(oracle: Oracle, loss: Check, loss_grad: Check, name: str) -> None:
    """Value and derivative for a shape at the edge."""
    c = oracle(name)
    loss(c)
    loss_grad(c)


@pytest.mark.part(
    "loss", hint="Labels are indices from 0 to K - 1; arithmetic on small integer types wraps around."
)
@pytest.mark.parametrize("dtype", ["uint8", "int8", "int32", "uint64"])
def test_label_types(oracle: Oracle, loss: Check, loss_grad: Check, dtype: str) -> None:
    """Cross-entropy with labels of another integer type."""
    c = oracle("cross_entropy_rows")
    other = replace(c, inputs={**c.inputs, "y": c.inputs["y"].astype(np.dtype(dtype))})
    loss(other)
    loss_grad(other)


@pytest.mark.part(
    "loss",
    hint="Compute the logarithm of the softmax directly: adding a small number inside it changes the loss.",
)
@pytest.mark.parametrize("name", ["confident_logits", "overflowing_logits"], ids=["tens", "thousands"])
def test_large_logits(oracle: Oracle, loss: Check, name: str) -> None:
    """Cross-entropy of large logits."""
    loss(oracle(name))


@pytest.mark.part("loss", hint="Subtract each row's maximum before the exponential, in the derivative too.")
@pytest.mark.parametrize("name", ["confident_logits", "overflowing_logits"], ids=["tens", "thousands"])
def test_derivative_of_large_logits(oracle: Oracle, loss_grad: Check, name: str) -> None:
    """Derivative of the cross-entropy of large logits."""
    loss_grad(oracle(name))


@pytest.mark.part(
    "loss", hint="Use the formula: differences of losses lose their digits where the loss is large."
)
@pytest.mark.parametrize("name", ["half_sse_far_away", "mse_far_away"], ids=["half_sse", "mse"])
def test_far_targets(oracle: Oracle, loss_grad: Check, name: str) -> None:
    """Derivative where the loss is huge."""
    loss_grad(oracle(name))


@pytest.mark.part("loss", hint="Subtracting 1 in place, as in p[rows, y] -= 1, is safe on a new array only.")
@pytest.mark.parametrize("name", NAMES, ids=KINDS)
def test_arguments_stay_as_they_are(oracle: Oracle, loss: Check, loss_grad: Check, name: str) -> None:
    """No argument of loss or loss_grad is changed."""
    c = oracle(name)
    loss(c, unchanged=True)
    loss_grad(c, unchanged=True)
