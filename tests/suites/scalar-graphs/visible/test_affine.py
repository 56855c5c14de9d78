"""Visible checks of the affine model and its squared error."""

from collections.abc import Callable

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy


@pytest.mark.part("affine", hint="First the product, then the sum; both are returned, in this order.")
def test_prediction_of_the_affine_model(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """The affine model's prediction at x = 2, w = 1, b = 0 and at x = 1, w = 1, b = 2."""
    for name in ("worked_affine", "worked_affine_with_bias"):
        c = oracle(name)
        found = submission.affine_forward(x=c.inputs["x"], w=c.inputs["w"], b=c.inputs["b"])
        expect(found, (c.values["z"], c.values["y_hat"]), "(z, y_hat)")


@pytest.mark.part("affine", hint="The residual has a sign: which of the two is subtracted from which?")
def test_residual_and_loss_of_the_affine_model(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect
) -> None:
    """Residual and loss of a prediction below its target and of one above."""
    for name in ("worked_affine", "worked_affine_with_bias"):
        c = oracle(name)
        found = submission.affine_loss(y_hat=c.values["y_hat"], y=c.inputs["y"])
        expect(found, (c.values["r"], c.values["loss"]), "(r, loss)")


@pytest.mark.part(
    "affine", hint="A sum passes on what arrives unchanged, to both sides; only the product changes it."
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("worked_affine", id="x = 2, w = 1, b = 0, y = 4"),
        pytest.param("worked_affine_with_bias", id="x = 1, w = 1, b = 2, y = 2"),
        pytest.param("irregular_affine", id="x = -1.4, w = 0.6, b = 0.3, y = 2.2"),
    ],
)
def test_gradients_of_the_affine_model(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    assume_affine: Callable[[Case], None],
    name: str,
) -> None:
    """Gradients of every number in the affine model."""
    c = oracle(name)
    assume_affine(c)
    expect(submission.affine_backward(**c.inputs), c.gradients, "gradients")
