"""Hidden checks of the graph whose paths fork and join."""

import pytest

from grader.suite.api import Case, Check, cases


@pytest.mark.part(
    "fork", hint="Each node uses only nodes before it; the maximum is that of x and y themselves."
)
@cases(
    {
        "y below x below zero": "both_negative",
        "x below zero, y above": "y_the_greater",
    }
)
def test_values_anywhere(case: Case, fork_forward: Check) -> None:
    """Values of the fork's nodes anywhere."""
    fork_forward(case)


@pytest.mark.part(
    "fork",
    hint="Go back node by node. Where several arrows leave a node, its gradient is the sum over all of them; "
    "where the maximum is taken, only one side was let through.",
)
@cases(
    {
        "y below x, both positive": "both_positive",
        "y below x below zero": "both_negative",
        "x below y below zero": "both_negative_y_greater",
        "x below zero, y above": "y_the_greater",
        "x in the millions": "x_enormous",
    }
)
def test_gradients_anywhere(case: Case, fork_backward: Check) -> None:
    """Gradients of the fork's nodes anywhere."""
    fork_backward(case)
