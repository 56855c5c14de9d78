"""Norms of gradients and mean slopes, at other depths and widths."""

import pytest

from grader.suite.api import Case, Check, cases


@pytest.mark.part("depth", hint="One norm for each layer, of dW alone, the first layer's first.")
@cases(
    {
        "five layers": "tanh_depth",
        "two layers": "shallow_depth",
        "all sizes equal": "square_depth",
        "identity": "linear_depth",
        "one layer": "no_depth",
    }
)
def test_norms(case: Case, gradient_norms: Check) -> None:
    """Norms of a network of another depth or width."""
    gradient_norms(case)


@pytest.mark.part("depth", hint="Neither a small norm nor a large one needs a correction of any kind.")
@cases({"small weights": "vanishing", "large weights": "exploding"})
def test_extreme_norms(case: Case, gradient_norms: Check) -> None:
    """Norms of a very deep network."""
    gradient_norms(case, atol=0.0)


@pytest.mark.part("depth", hint="One slope for each layer but the last: the mean over samples and units.")
@cases(
    {
        "five layers": "tanh_depth",
        "two layers": "shallow_depth",
        "all sizes equal": "square_depth",
        "identity": "linear_depth",
        "one layer": "no_depth",
    }
)
def test_slopes(case: Case, mean_slopes: Check) -> None:
    """Mean slopes of a network of another depth or width."""
    mean_slopes(case)
