"""Linear layers that are one layer."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

Collapsed = Callable[[Case], tuple[Any, Any]]


@pytest.mark.part(
    "collapse",
    hint="Put z1 = W1 @ x + b1 into W2 @ z1 + b2 and multiply out: what stands before x, and what is left?",
)
@pytest.mark.parametrize(
    "name",
    ["two_linear_layers", "four_linear_layers", "square_linear_layers", "twenty_linear_layers"],
    ids=["two layers", "four layers", "three of equal width", "twenty layers"],
)
def test_one_layer_for_many(oracle: Oracle, expect: Expect, collapsed: Collapsed, name: str) -> None:
    """Weights and bias of the one layer."""
    c = oracle(name)
    expect(collapsed(c), (c.values["W"], c.values["b"]), "(W, b)")


@pytest.mark.part("collapse", hint="A single layer is its own replacement.")
def test_a_single_layer(oracle: Oracle, expect: Expect, collapsed: Collapsed) -> None:
    """A stack of one layer."""
    c = oracle("one_linear_layer")
    expect(collapsed(c), (c.values["W"], c.values["b"]), "(W, b)")


@pytest.mark.part("collapse", hint="For every input the one layer must give what the stack gives.")
def test_the_same_output(oracle: Oracle, expect: Expect, collapsed: Collapsed) -> None:
    """What the one layer makes of a batch."""
    c = oracle("four_linear_layers")
    W, b = collapsed(c)
    expect((W, b), (c.values["W"], c.values["b"]), "(W, b)")
    expect(c.inputs["X"] @ W.T + b, c.values["out"], "X @ W.T + b")


@pytest.mark.part(
    "collapse", hint="W @= ... and b += ... change the arrays of the first layer, the caller's."
)
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, collapsed: Collapsed
) -> None:
    """No argument of collapse is changed."""
    c = oracle("square_linear_layers")
    expect(submission.unchanged(lambda: collapsed(c)), (c.values["W"], c.values["b"]), "(W, b)")
