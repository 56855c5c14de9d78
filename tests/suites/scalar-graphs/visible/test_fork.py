"""Visible checks of the graph whose paths fork and join."""

import pytest

from grader.suite.api import Case, Check, cases

POINTS = {"x = 2, y = -1": "fork_x_greater", "x = 0.5, y = 1.5": "fork_y_greater"}


@pytest.mark.part("fork", hint="Compute the nodes in the order of the formulas; each uses only earlier ones.")
@cases(POINTS)
def test_values_of_the_fork(case: Case, fork_forward: Check) -> None:
    """Values of every node of the fork."""
    fork_forward(case)


@pytest.mark.part(
    "fork",
    hint="Count the arrows that leave x, and those that leave y: each brings one term. "
    "The maximum passes its gradient to one side only.",
)
@cases({**POINTS, "x in the millions": "fork_x_enormous"})
def test_gradients_of_the_fork(case: Case, fork_backward: Check) -> None:
    """Gradients of every node of the fork."""
    fork_backward(case)
