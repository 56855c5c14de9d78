"""Losses and their derivatives, on other shapes."""

from dataclasses import replace

import numpy as np
import pytest

from grader.suite.api import Case, Check, Oracle, cases

KINDS = {"half_sse": "half_sse_pairs", "mse": "mse_pairs", "cross_entropy": "cross_entropy_rows"}
LARGE = {"tens": "confident_logits", "thousands": "overflowing_logits"}


@pytest.mark.part("loss", hint="half_sse sums, mse divides by N * K, cross_entropy by N.")
@cases(KINDS)
def test_values(case: Case, loss: Check) -> None:
    """Value of a loss for a batch of another shape."""
    loss(case)


@pytest.mark.part("loss", hint="Each factor of the loss is a factor of its derivative: 1/2, 2, 1/N, 1/K.")
@cases(KINDS)
def test_derivatives(case: Case, loss_grad: Check) -> None:
    """Derivative of a loss for a batch of another shape."""
    loss_grad(case)


@pytest.mark.part(
    "loss", hint="Rows are samples: check along which axis you sum, and that no shape broadcasts."
)
@cases(
    {
        "cross_entropy of one sample": "cross_entropy_of_one_sample",
        "mse of one output": "mse_of_one_output",
        "cross_entropy, as many rows as columns": "square_logits",
        "mse, as many rows as columns": "square_pairs",
    }
)
def test_shapes(case: Case, loss: Check, loss_grad: Check) -> None:
    """Value and derivative for a shape at the edge."""
    loss(case)
    loss_grad(case)


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
@cases(LARGE)
def test_large_logits(case: Case, loss: Check) -> None:
    """Cross-entropy of large logits."""
    loss(case)


@pytest.mark.part("loss", hint="Subtract each row's maximum before the exponential, in the derivative too.")
@cases(LARGE)
def test_derivative_of_large_logits(case: Case, loss_grad: Check) -> None:
    """Derivative of the cross-entropy of large logits."""
    loss_grad(case)


@pytest.mark.part(
    "loss", hint="Use the formula: differences of losses lose their digits where the loss is large."
)
@cases({"half_sse": "half_sse_far_away", "mse": "mse_far_away"})
def test_far_targets(case: Case, loss_grad: Check) -> None:
    """Derivative where the loss is huge."""
    loss_grad(case)
