"""Hidden checks of the factory."""

from collections.abc import Callable

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy


@pytest.mark.part("factory", hint="Each factor's gradient is the upstream gradient times the other factor.")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("multiply", id="irregular numbers"),
        pytest.param("multiply_by_zero", id="one factor is zero"),
    ],
)
def test_any_multiplication(submission: SubmissionProxy, oracle: Oracle, expect: Expect, name: str) -> None:
    """Gradients of any multiplication."""
    c = oracle(name)
    expect(submission.multiply_backward(**c.inputs), c.gradients, "gradients")


@pytest.mark.part("factory", hint="Compute with the arguments, whatever their signs and sizes.")
def test_any_factory(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """The factory's two stages for any numbers."""
    c = oracle("factory_too_much")
    found = submission.factory_forward(x=c.inputs["x"], w=c.inputs["w"], v=c.inputs["v"])
    expect(found, (c.values["u"], c.values["y"]), "(u, y)")


@pytest.mark.part(
    "factory", hint="A product above the target and one below: what does the square do to the sign?"
)
def test_any_loss(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """The factory's loss above and below the target."""
    for name in ("factory_too_little", "factory_too_much"):
        c = oracle(name)
        found = submission.factory_loss(y=c.values["y"], target=c.inputs["target"])
        expect(found, c.values["loss"], "loss")


@pytest.mark.part(
    "factory",
    hint="What each multiplication receives from above is the gradient of its own result, with its sign.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("factory_too_little", id="the product is too small"),
        pytest.param("factory_too_much", id="the product is too great"),
        pytest.param("factory_at_zero", id="nothing goes in"),
        pytest.param("factory_far_off", id="a target in the millions"),
    ],
)
def test_gradients_of_any_factory(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    assume_factory: Callable[[Case], None],
    name: str,
) -> None:
    """Gradients of any factory."""
    c = oracle(name)
    assume_factory(c)
    expect(submission.factory_backward(**c.inputs), c.gradients, "gradients")
