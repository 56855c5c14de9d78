"""Hidden checks of the graph whose paths fork and join."""

from collections.abc import Callable

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy


@pytest.mark.part(
    "fork", hint="Each node uses only nodes before it; the maximum is that of x and y themselves."
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("both_negative", id="y below x below zero"),
        pytest.param("y_the_greater", id="x below zero, y above"),
    ],
)
def test_values_anywhere(submission: SubmissionProxy, oracle: Oracle, expect: Expect, name: str) -> None:
    """Values of the fork's nodes anywhere."""
    c = oracle(name)
    expect(submission.fork_forward(**c.inputs), c.values, "values")


@pytest.mark.part(
    "fork",
    hint="Go back node by node. Where several arrows leave a node, its gradient is the sum over all of them; "
    "where the maximum is taken, only one side was let through.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("both_positive", id="y below x, both positive"),
        pytest.param("both_negative", id="y below x below zero"),
        pytest.param("both_negative_y_greater", id="x below y below zero"),
        pytest.param("y_the_greater", id="x below zero, y above"),
        pytest.param("x_enormous", id="x in the millions"),
    ],
)
def test_gradients_anywhere(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    assume_fork: Callable[[Case], None],
    name: str,
) -> None:
    """Gradients of the fork's nodes anywhere."""
    c = oracle(name)
    assume_fork(c)
    expect(submission.fork_backward(**c.inputs), c.gradients, "gradients")
