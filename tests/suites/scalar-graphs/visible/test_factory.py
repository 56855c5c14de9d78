"""Visible checks of the factory: two multiplications and a squared error."""

from collections.abc import Callable

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

_PRODUCT = (
    "In a product, how fast does the result change with one factor? As fast as the other factor is great."
)
_BACKWARD = (
    "Start at the loss and go back one multiplication at a time. What arrives at u is no longer what "
    "arrived at y."
)


@pytest.mark.part("factory", hint=_PRODUCT)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("product", id="x = 2, w = 3, upstream 8"),
        pytest.param("product_downhill", id="a negative upstream gradient"),
    ],
)
def test_gradients_of_one_multiplication(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, name: str
) -> None:
    """Gradients of one multiplication."""
    c = oracle(name)
    expect(submission.multiply_backward(**c.inputs), c.gradients, "gradients")


@pytest.mark.part("factory", hint="The first stage makes u of x, the second makes y of u.")
def test_both_stages_of_the_factory(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """The factory's two stages at x = 2, w = 3, v = 2."""
    c = oracle("worked_factory")
    found = submission.factory_forward(x=c.inputs["x"], w=c.inputs["w"], v=c.inputs["v"])
    expect(found, (c.values["u"], c.values["y"]), "(u, y)")


@pytest.mark.part("factory", hint="The loss is the square of the distance to the target, without any factor.")
def test_loss_of_the_factory(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """The factory's loss when it makes 12 and should make 10."""
    c = oracle("worked_factory")
    found = submission.factory_loss(y=c.values["y"], target=c.inputs["target"])
    expect(found, c.values["loss"], "loss")


@pytest.mark.part("factory", hint=_BACKWARD)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("worked_factory", id="x = 2, w = 3, v = 2, target 10"),
        pytest.param("factory_below_target", id="a product below the target"),
    ],
)
def test_gradients_of_the_factory(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    assume_factory: Callable[[Case], None],
    name: str,
) -> None:
    """Gradients of every number in the factory."""
    c = oracle(name)
    assume_factory(c)
    expect(submission.factory_backward(**c.inputs), c.gradients, "gradients")
