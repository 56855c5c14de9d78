"""Linear layers that are one layer, at other depths and widths."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part(
    "collapse", hint="Every layer that follows acts on the bias so far as it acts on the weights so far."
)
@cases(
    {
        "three layers": "three_linear_layers",
        "through single units": "six_linear_layers",
        "all sizes equal": "equal_linear_layers",
        "one layer": "lone_linear_layer",
        "very deep": "forty_linear_layers",
    }
)
def test_one_layer_for_another_stack(case: Case, collapse: Check) -> None:
    """Weights and bias of the one layer for another stack, and what they make of a batch."""
    collapse(case)


@pytest.mark.part("collapse", hint="Make new arrays; the ones in the list are the caller's.")
def test_arguments_stay_as_they_are(oracle: Oracle, collapse: Check) -> None:
    """No argument of collapse is changed, for two layers of one width."""
    collapse(oracle("equal_linear_layers"), unchanged=True)
