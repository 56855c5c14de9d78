"""Linear layers that are one layer, at other depths and widths."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

OneLayer = Callable[[Case], tuple[Any, Any]]


@pytest.mark.part(
    "collapse", hint="Every layer that follows acts on the bias so far as it acts on the weights so far."
)
@pytest.mark.parametrize(
    "name",
    [
        "three_linear_layers",
        "six_linear_layers",
        "equal_linear_layers",
        "lone_linear_layer",
        "forty_linear_layers",
    ],
    ids=["three layers", "through single units", "all sizes equal", "one layer", "very deep"],
)
def test_one_layer_for_another_stack(oracle: Oracle, expect: Expect, collapsed: OneLayer, name: str) -> None:
    """Weights and bias of the one layer for another stack, and what they make of a batch."""
    drawn = oracle(name)
    right, out = (drawn.values["W"], drawn.values["b"]), drawn.values["out"]
    weights, bias = collapsed(drawn)
    expect((weights, bias), right, "(W, b)")
    expect(drawn.inputs["X"] @ weights.T + bias, out, "X @ W.T + b")


@pytest.mark.part("collapse", hint="Make new arrays; the ones in the list are the caller's.")
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, collapsed: OneLayer
) -> None:
    """No argument of collapse is changed, for two layers of one width."""
    drawn = oracle("equal_linear_layers")
    right = (drawn.values["W"], drawn.values["b"])
    expect(submission.unchanged(lambda: collapsed(drawn)), right, "(W, b)")
