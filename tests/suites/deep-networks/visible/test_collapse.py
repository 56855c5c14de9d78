"""Linear layers that are one layer."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part(
    "collapse",
    hint="Put z1 = W1 @ x + b1 into W2 @ z1 + b2 and multiply out: what stands before x, and what is left?",
)
@cases(
    {
        "two layers": "two_linear_layers",
        "four layers": "four_linear_layers",
        "three of equal width": "square_linear_layers",
        "twenty layers": "twenty_linear_layers",
    }
)
def test_one_layer_for_many(case: Case, collapse: Check) -> None:
    """Weights and bias of the one layer, to nine digits."""
    collapse(case, rtol=1e-8, atol=1e-12)


@pytest.mark.part("collapse", hint="A single layer is its own replacement.")
def test_a_single_layer(oracle: Oracle, collapse: Check) -> None:
    """A stack of one layer."""
    collapse(oracle("one_linear_layer"))


@pytest.mark.part("collapse", hint="For every input the one layer must give what the stack gives.")
def test_the_same_output(oracle: Oracle, collapse: Check) -> None:
    """What the one layer makes of a batch."""
    collapse(oracle("four_linear_layers"))


@pytest.mark.part(
    "collapse", hint="W @= ... and b += ... change the arrays of the first layer, the caller's."
)
def test_arguments_stay_as_they_are(oracle: Oracle, collapse: Check) -> None:
    """No argument of collapse is changed."""
    collapse(oracle("square_linear_layers"), unchanged=True)
