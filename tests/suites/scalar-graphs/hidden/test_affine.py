"""Hidden checks of the affine model and its squared error."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part("affine", hint="Both stages count, and the bias belongs to the second.")
def test_any_prediction(oracle: Oracle, affine_forward: Check) -> None:
    """The affine model's prediction for any numbers."""
    affine_forward(oracle("affine_too_low"))


@pytest.mark.part("affine", hint="The stub says in which order the residual subtracts.")
@cases(
    {
        "the prediction is too low": "affine_too_low",
        "the prediction is too high": "affine_too_high",
    }
)
def test_any_residual(case: Case, affine_loss: Check) -> None:
    """Residual and loss of any prediction."""
    affine_loss(case)


@pytest.mark.part(
    "affine",
    hint="The square gives the first gradient, with a sign. Which operations on the way back change it?",
)
@cases(
    {
        "the prediction is too low": "affine_too_low",
        "the prediction is too high": "affine_too_high",
        "x is zero": "affine_at_zero",
        "w is zero": "affine_without_weight",
        "a target in the millions": "affine_far_off",
    }
)
def test_gradients_of_any_affine_model(case: Case, affine_backward: Check) -> None:
    """Gradients of any affine model."""
    affine_backward(case)
