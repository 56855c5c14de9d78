"""Hidden checks of the affine model and its squared error."""

from collections.abc import Callable

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy


@pytest.mark.part("affine", hint="Both stages count, and the bias belongs to the second.")
def test_any_prediction(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """The affine model's prediction for any numbers."""
    c = oracle("affine_too_low")
    found = submission.affine_forward(x=c.inputs["x"], w=c.inputs["w"], b=c.inputs["b"])
    expect(found, (c.values["z"], c.values["y_hat"]), "(z, y_hat)")


@pytest.mark.part("affine", hint="The stub says in which order the residual subtracts.")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("affine_too_low", id="the prediction is too low"),
        pytest.param("affine_too_high", id="the prediction is too high"),
    ],
)
def test_any_residual(submission: SubmissionProxy, oracle: Oracle, expect: Expect, name: str) -> None:
    """Residual and loss of any prediction."""
    c = oracle(name)
    found = submission.affine_loss(y_hat=c.values["y_hat"], y=c.inputs["y"])
    expect(found, (c.values["r"], c.values["loss"]), "(r, loss)")


@pytest.mark.part(
    "affine",
    hint="The square gives the first gradient, with a sign. Which operations on the way back change it?",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("affine_too_low", id="the prediction is too low"),
        pytest.param("affine_too_high", id="the prediction is too high"),
        pytest.param("affine_at_zero", id="x is zero"),
        pytest.param("affine_without_weight", id="w is zero"),
        pytest.param("affine_far_off", id="a target in the millions"),
    ],
)
def test_gradients_of_any_affine_model(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    assume_affine: Callable[[Case], None],
    name: str,
) -> None:
    """Gradients of any affine model."""
    c = oracle(name)
    assume_affine(c)
    expect(submission.affine_backward(**c.inputs), c.gradients, "gradients")
