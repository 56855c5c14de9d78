"""Hidden checks of the factory."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part("factory", hint="Each factor's gradient is the upstream gradient times the other factor.")
@cases(
    {
        "irregular numbers": "multiply",
        "one factor is zero": "multiply_by_zero",
    }
)
def test_any_multiplication(case: Case, multiply_backward: Check) -> None:
    """Gradients of any multiplication."""
    multiply_backward(case)


@pytest.mark.part("factory", hint="Compute with the arguments, whatever their signs and sizes.")
def test_any_factory(oracle: Oracle, factory_forward: Check) -> None:
    """The factory's two stages for any numbers."""
    factory_forward(oracle("factory_too_much"))


@pytest.mark.part(
    "factory", hint="A product above the target and one below: what does the square do to the sign?"
)
def test_any_loss(oracle: Oracle, factory_loss: Check) -> None:
    """The factory's loss above and below the target."""
    for name in ("factory_too_little", "factory_too_much"):
        factory_loss(oracle(name))


@pytest.mark.part(
    "factory",
    hint="What each multiplication receives from above is the gradient of its own result, with its sign.",
)
@cases(
    {
        "the product is too small": "factory_too_little",
        "the product is too great": "factory_too_much",
        "nothing goes in": "factory_at_zero",
        "a target in the millions": "factory_far_off",
    }
)
def test_gradients_of_any_factory(case: Case, factory_backward: Check) -> None:
    """Gradients of any factory."""
    factory_backward(case)
