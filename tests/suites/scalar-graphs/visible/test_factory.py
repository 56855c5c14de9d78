"""Visible checks of the factory: two multiplications and a squared error."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases

_PRODUCT = (
    "In a product, how fast does the result change with one factor? As fast as the other factor is great."
)
_BACKWARD = (
    "Start at the loss and go back one multiplication at a time. What arrives at u is no longer what "
    "arrived at y."
)


@pytest.mark.part("factory", hint=_PRODUCT)
@cases(
    {
        "x = 2, w = 3, upstream 8": "product",
        "a negative upstream gradient": "product_downhill",
    }
)
def test_gradients_of_one_multiplication(case: Case, multiply_backward: Check) -> None:
    """Gradients of one multiplication."""
    multiply_backward(case)


@pytest.mark.part("factory", hint="The first stage makes u of x, the second makes y of u.")
def test_both_stages_of_the_factory(oracle: Oracle, factory_forward: Check) -> None:
    """The factory's two stages at x = 2, w = 3, v = 2, and for other numbers."""
    for name in ("worked_factory", "factory_below_target"):
        factory_forward(oracle(name))


@pytest.mark.part("factory", hint="The loss is the square of the distance to the target, without any factor.")
def test_loss_of_the_factory(oracle: Oracle, factory_loss: Check) -> None:
    """The factory's loss when it makes 12 and should make 10, and when it makes too little."""
    for name in ("worked_factory", "factory_below_target"):
        factory_loss(oracle(name))


@pytest.mark.part("factory", hint=_BACKWARD)
@cases(
    {
        "x = 2, w = 3, v = 2, target 10": "worked_factory",
        "a product below the target": "factory_below_target",
        "a target in the millions": "factory_far_below_target",
    }
)
def test_gradients_of_the_factory(case: Case, factory_backward: Check) -> None:
    """Gradients of every number in the factory."""
    factory_backward(case)
