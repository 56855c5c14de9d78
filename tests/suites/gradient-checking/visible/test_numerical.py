from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

Lend = Callable[..., Any]


@pytest.mark.part("numerical", hint="The distance from x - h to x + h is 2 * h, and all of it divides.")
def test_a_number(submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend) -> None:
    """Slopes at two numbers, one after the other, with a large step."""
    for _ in range(2):
        c = oracle("one_number")
        slope = submission.numerical_gradient(lend(c), c.inputs["x"], h=c.inputs["h"])
        expect(slope, c.values["central"], "slope")


@pytest.mark.part(
    "numerical", hint="Move one entry at a time, to both sides, with every other entry where x has it."
)
def test_a_matrix(submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend) -> None:
    """Gradient at a matrix, with a large step."""
    c = oracle("three_by_four")
    gradient = submission.numerical_gradient(lend(c), c.inputs["x"], c.inputs["h"])
    expect(gradient, c.values["central"], "gradient")


@pytest.mark.part(
    "numerical", hint="Integers are numbers too, but an array of integers cuts off the step: make it float64."
)
def test_integers(submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend) -> None:
    """Gradient at integers, with a large step."""
    c = oracle("four_integers")
    gradient = submission.numerical_gradient(lend(c), c.inputs["x"], h=c.inputs["h"])
    expect(gradient, c.values["central"], "gradient")


@pytest.mark.part(
    "numerical", hint="A difference to one side alone, or in float32, is off by more than is permitted here."
)
def test_the_usual_step(submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend) -> None:
    """Gradient at five numbers, with the step that the stub gives."""
    c = oracle("five_entries")
    expect(submission.numerical_gradient(lend(c), c.inputs["x"]), c.gradients["x"], "gradient")


@pytest.mark.part(
    "numerical", hint="In float32 a step of 1e-5 is mostly rounding: convert x before you move it."
)
def test_float32(submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend) -> None:
    """Gradient at five numbers in float32, with the step that the stub gives."""
    c = oracle("five_entries")
    gradient = submission.numerical_gradient(lend(c), c.inputs["x"].astype(np.float32))
    # In float32 x is not quite what it was, and so is its gradient.
    expect(gradient, c.gradients["x"], "gradient", rtol=1e-5)
    converted = expect.convert(gradient, c.gradients["x"])
    expect(np.asarray(converted).dtype.name, "float64", "type of the gradient's entries")


@pytest.mark.part(
    "numerical", hint="f is asked at x + h * e_i and at x - h * e_i, for one i after the other."
)
def test_where_f_is_called(submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend) -> None:
    """How far every entry is moved, with the step that the stub gives."""
    c = oracle("five_entries")
    f = lend(c)
    submission.numerical_gradient(f, c.inputs["x"])
    expect(f.moves(), f.right_moves(1e-5), "points", rtol=1e-5, atol=1e-12)


@pytest.mark.part("numerical", hint="Two calls for each entry are enough, whatever the size of x.")
def test_how_often_f_is_called(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, lend: Lend
) -> None:
    """Calls of f for twelve entries."""
    c = oracle("three_by_four")
    f = lend(c)
    submission.numerical_gradient(f, c.inputs["x"], h=c.inputs["h"])
    expect(len(f.points) > 0, True, "whether f is called")
    expect(f.calls_too_many(), 0, "calls of f beyond what the stub permits")


@pytest.mark.part(
    "numerical", hint="Move entries of a copy: `x[i] += h` and then `x[i] -= h` need not give x[i] back."
)
def test_x_stays_as_it_is(
    submission: SubmissionProxy, oracle: Oracle, lend: Lend, unchanged: Callable[[], None]
) -> None:
    """The array x is as before afterwards."""
    c = oracle("five_entries")
    submission.numerical_gradient(lend(c), c.inputs["x"])
    unchanged()


@pytest.mark.part(
    "numerical", hint="f may do with its argument what it likes: hand it a copy, never x itself."
)
def test_x_stays_as_it_is_whatever_f_does(
    submission: SubmissionProxy, oracle: Oracle, lend: Lend, unchanged: Callable[[], None]
) -> None:
    """The array x is as before, though f changes what it is called with."""
    c = oracle("five_entries")
    submission.numerical_gradient(lend(c, spoils=True), c.inputs["x"])
    unchanged()
