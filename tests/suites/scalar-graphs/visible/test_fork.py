"""Visible checks of the graph whose paths fork and join."""

from collections.abc import Callable

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

POINTS = [
    pytest.param("fork_x_greater", id="x = 2, y = -1"),
    pytest.param("fork_y_greater", id="x = 0.5, y = 1.5"),
]


@pytest.mark.part("fork", hint="Compute the nodes in the order of the formulas; each uses only earlier ones.")
@pytest.mark.parametrize("name", POINTS)
def test_values_of_the_fork(submission: SubmissionProxy, oracle: Oracle, expect: Expect, name: str) -> None:
    """Values of every node of the fork."""
    c = oracle(name)
    expect(submission.fork_forward(**c.inputs), c.values, "values")


@pytest.mark.part(
    "fork",
    hint="Count the arrows that leave x, and those that leave y: each brings one term. "
    "The maximum passes its gradient to one side only.",
)
@pytest.mark.parametrize("name", POINTS)
def test_gradients_of_the_fork(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    assume_fork: Callable[[Case], None],
    name: str,
) -> None:
    """Gradients of every node of the fork."""
    c = oracle(name)
    assume_fork(c)
    expect(submission.fork_backward(**c.inputs), c.gradients, "gradients")
