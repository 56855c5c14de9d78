"""Linear layers that are one layer, at other depths and widths."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.suite.api import Case, Expect, Oracle

Collapsed = Callable[[Case], tuple[Any, Any]]
Unchanged = Callable[[Callable[[], Any]], Any]


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
def test_one_layer_for_many(oracle: Oracle, expect: Expect, collapsed: Collapsed, name: str) -> None:
    """Weights and bias of the one layer for another stack, and what they make of a batch."""
    c = oracle(name)
    W, b = collapsed(c)
    expect((W, b), (c.values["W"], c.values["b"]), "(W, b)")
    expect(c.inputs["X"] @ W.T + b, c.values["out"], "X @ W.T + b")


@pytest.mark.part("collapse", hint="Make new arrays; the ones in the list are the caller's.")
def test_arguments_stay_as_they_are(
    oracle: Oracle, expect: Expect, collapsed: Collapsed, unchanged: Unchanged
) -> None:
    """No argument of collapse is changed, for two layers of one width."""
    c = oracle("equal_linear_layers")
    expect(unchanged(lambda: collapsed(c)), (c.values["W"], c.values["b"]), "(W, b)")
