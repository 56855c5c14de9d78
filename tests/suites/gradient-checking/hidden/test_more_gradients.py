from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

Lend = Callable[..., Any]


@pytest.mark.part("numerical", hint="A number has a slope, also where the number is an integer.")
@pytest.mark.parametrize("case", ["another_number", "whole_number"])
def test_other_numbers(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend, case: str
) -> None:
    """Slopes at two numbers, one after the other."""
    for _ in range(2):
        c = oracle(case)
        slope = submission.numerical_gradient(lend(c), c.inputs["x"], h=c.inputs["h"])
        expect(slope, c.values["central"], "slope")


@pytest.mark.part("numerical", hint="Go through all indices of x, however many axes it has.")
@pytest.mark.parametrize("case", ["one_entry", "three_axes", "square", "integers_in_a_matrix"])
def test_other_shapes(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend, case: str
) -> None:
    """Gradients at two arrays of another shape, one after the other."""
    for _ in range(2):
        c = oracle(case)
        gradient = submission.numerical_gradient(lend(c), c.inputs["x"], c.inputs["h"])
        expect(gradient, c.values["central"], "gradient")


@pytest.mark.part("numerical", hint="An array without entries has a gradient without entries.")
def test_no_entries(submission: SubmissionProxy, expect: Expect) -> None:
    """Gradient at an array without entries."""
    gradient = submission.numerical_gradient(lambda _: 1.0, np.zeros((0, 3)))
    expect(gradient, np.zeros((0, 3)), "gradient")


@pytest.mark.part(
    "numerical", hint="In float32 a step of 1e-5 is mostly rounding: convert x before you move it."
)
def test_float32(submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend) -> None:
    """Gradient at an array of float32."""
    c = oracle("six_entries")
    x = c.inputs["x"].astype(np.float32)
    gradient = submission.numerical_gradient(lend(c), x)
    # x is not quite what it was, and neither is its gradient.
    expect(gradient, c.gradients["x"], "gradient", rtol=1e-5)
    converted = expect.convert(gradient, c.gradients["x"])
    expect(np.asarray(converted).dtype.name, "float64", "type of the gradient's entries")


@pytest.mark.part(
    "numerical", hint="Both sides of every entry are needed, and h is 1e-5 if nobody says otherwise."
)
def test_where_f_is_called(submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend) -> None:
    """How far every entry of a row is moved, and the gradient."""
    c = oracle("six_entries")
    f = lend(c)
    gradient = submission.numerical_gradient(f, c.inputs["x"])
    expect(f.moves(), f.right_moves(1e-5), "points", rtol=1e-5, atol=1e-12)
    expect(gradient, c.gradients["x"], "gradient")


@pytest.mark.part("numerical", hint="Two calls for each entry are enough, however many axes x has.")
def test_how_often_f_is_called(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend
) -> None:
    """Calls of f for an array with three axes."""
    c = oracle("three_axes")
    f = lend(c)
    gradient = submission.numerical_gradient(f, c.inputs["x"], h=c.inputs["h"])
    expect(gradient, c.values["central"], "gradient")
    expect(f.calls_too_many(), 0, "calls of f beyond what the stub permits")


@pytest.mark.part("numerical", hint="Work on a copy of x, and hand f a copy too.")
@pytest.mark.parametrize("spoils", [False, True], ids=["f_is_honest", "f_changes_its_argument"])
def test_x_stays_as_it_is(
    submission: SubmissionProxy, oracle: Oracle, lend: Lend, unchanged: Callable[[], None], *, spoils: bool
) -> None:
    """An array with three axes is as before afterwards."""
    c = oracle("three_axes")
    submission.numerical_gradient(lend(c, spoils=spoils), c.inputs["x"])
    unchanged()
