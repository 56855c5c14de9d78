"""Visible checks of the affine model and its squared error."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part("affine", hint="First the product, then the sum; both are returned, in this order.")
def test_prediction_of_the_affine_model(oracle: Oracle, affine_forward: Check) -> None:
    """The affine model's prediction at x = 2, w = 1, b = 0, at x = 1, w = 1, b = 2, and elsewhere."""
    for name in ("worked_affine", "worked_affine_with_bias", "irregular_affine"):
        affine_forward(oracle(name))


@pytest.mark.part("affine", hint="The residual has a sign: which of the two is subtracted from which?")
def test_residual_and_loss_of_the_affine_model(oracle: Oracle, affine_loss: Check) -> None:
    """Residual and loss of a prediction below its target and of one above."""
    for name in ("worked_affine", "worked_affine_with_bias"):
        affine_loss(oracle(name))


@pytest.mark.part(
    "affine", hint="A sum passes on what arrives unchanged, to both sides; only the product changes it."
)
@cases(
    {
        "x = 2, w = 1, b = 0, y = 4": "worked_affine",
        "x = 1, w = 1, b = 2, y = 2": "worked_affine_with_bias",
        "x = -1.4, w = 0.6, b = 0.3, y = 2.2": "irregular_affine",
        "a target in the millions": "affine_far_below_target",
    }
)
def test_gradients_of_the_affine_model(case: Case, affine_backward: Check) -> None:
    """Gradients of every number in the affine model."""
    affine_backward(case)
