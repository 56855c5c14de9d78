from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from grader.suite.api import Oracle, SubmissionProxy

Lend = Callable[..., Any]
Checker = Callable[..., None]

both = pytest.mark.parametrize("function", ["find_wrong", "check_gradient"])


@pytest.mark.part("checking", hint="Many entries of a right gradient are 0. Nothing is wrong with them.")
@both
@pytest.mark.parametrize("case", ["longer_sum", "longer_product", "more_logits", "wider_layers", "flat_row"])
def test_other_right_gradients(
    oracle: Oracle, lend: Lend, checker: Checker, function: str, case: str
) -> None:
    """Nothing is wrong with two right gradients, one after the other."""
    for _ in range(2):
        c = oracle(case)
        checker(function, c, partial(lend, c), c.gradients["x"], wrong=[])


@pytest.mark.part(
    "checking", hint="List every wrong entry, in the order of the indices, the last axis fastest."
)
@both
def test_several_wrong_entries(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """Five wrong entries of a square matrix are found."""
    c = oracle("square_with_wrong_entries")
    claimed, wrong = c.gradients["x"].copy(), c.inputs["wrong"]
    for index in map(tuple, wrong):
        claimed[index] -= 0.125
    checker(function, c, partial(lend, c), claimed, wrong)


@pytest.mark.part("checking", hint="A claim that is too small is as wrong as one that is too large.")
@both
def test_one_of_another_thousand(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """One wrong entry in a row of a thousand is found."""
    c = oracle("another_thousand")
    claimed, wrong = c.gradients["x"].copy(), c.inputs["wrong"]
    claimed[tuple(wrong[0])] *= 1 - 6e-6
    checker(function, c, partial(lend, c), claimed, wrong, measured=False)


@pytest.mark.part(
    "checking", hint="Absolute tolerances that suit large gradients hide the sign of small ones."
)
@both
def test_the_sign_of_a_small_slope(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """A wrong sign where the gradient is small is found."""
    c = oracle("small_slopes_in_a_row")
    claimed, wrong = c.gradients["x"].copy(), c.inputs["wrong"]
    claimed[tuple(wrong[0])] *= -1
    checker(function, c, partial(lend, c), claimed, wrong)


@pytest.mark.part("checking", hint="A hundredth of a percent is more than rtol permits.")
@both
def test_another_factor(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """A factor of 1 - 1e-4 is found wherever the gradient is not 0."""
    c = oracle("longer_sum")
    gradient = c.gradients["x"]
    checker(function, c, partial(lend, c), gradient * (1 - 1e-4), wrong=np.argwhere(gradient).tolist())


@pytest.mark.part("checking", hint="Where the gradient is 0, a claim that is not 0 is as wrong as any other.")
@both
def test_a_claim_where_the_gradient_is_0(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """Small wrong claims where the gradient is 0 are found."""
    c = oracle("longer_sum")
    gradient = c.gradients["x"]
    wrong = np.argwhere(gradient == 0).tolist()
    checker(function, c, partial(lend, c), np.where(gradient == 0, -1e-5, gradient), wrong)


@pytest.mark.part("checking", hint="Both tolerances count at every entry, and they add up.")
@both
def test_other_tolerances(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """Other entries hardly within tolerances that are given, and hardly beyond."""
    c = oracle("other_tolerances")
    given = {name: c.inputs[name] for name in ("rtol", "atol")}
    checker(function, c, partial(lend, c), c.inputs["grad"], c.inputs["wrong"], **given)


@pytest.mark.part(
    "checking", hint="With both tolerances at 0 nothing but the measured number itself is right."
)
@both
def test_no_tolerance(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """With no tolerance at all, every entry of a claim that is off is wrong."""
    c = oracle("longer_product")
    x = c.inputs["x"]
    claimed = c.gradients["x"] + 1e-7
    checker(function, c, partial(lend, c), claimed, wrong=list(np.ndindex(x.shape)), rtol=0.0, atol=0.0)


@pytest.mark.part("checking", hint="What is measured depends on h; use the one that is given.")
@both
def test_another_step(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """What is measured with another step is right for this step."""
    c = oracle("three_axes")
    h, central = c.inputs["h"], c.values["central"]
    checker(function, c, partial(lend, c), central, wrong=[], numerical=central, h=h)


@pytest.mark.part("checking", hint="Integers are numbers too, in x and in grad.")
@both
@pytest.mark.parametrize("case", ["whole_number", "integers_in_a_matrix"])
def test_integers(oracle: Oracle, lend: Lend, checker: Checker, function: str, case: str) -> None:
    """Right gradients at integers."""
    c = oracle(case)
    checker(function, c, partial(lend, c), c.gradients["x"], wrong=[])


@pytest.mark.part("checking", hint="What cannot be compared is not confirmed.")
@both
def test_a_claim_that_is_no_number(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """NaN and infinity in a claim about a product are found."""
    c = oracle("longer_product")
    claimed = c.gradients["x"].copy()
    claimed[0, 2], claimed[1, 1] = -np.inf, np.nan
    checker(function, c, partial(lend, c), claimed, wrong=[(0, 2), (1, 1)])


@pytest.mark.part("checking", hint="A gradient has the shape of x, and a transposed one has not.")
@both
@pytest.mark.parametrize("shape", [(3, 2), (3,), (1, 1)], ids=["transposed", "one_row", "one_entry"])
def test_other_shapes(
    submission: SubmissionProxy,
    oracle: Oracle,
    lend: Lend,
    function: str,
    shape: tuple[int, ...],
) -> None:
    """Claims of other shapes are refused."""
    c = oracle("longer_product")
    submission.raises(
        ValueError,
        partial(getattr(submission, function), lend(c), np.zeros(shape), c.inputs["x"]),
        "exception for another shape",
    )


@pytest.mark.part("checking", hint="What f does to its argument shows at a copy of x.")
@both
def test_an_f_that_changes_its_argument(
    oracle: Oracle, lend: Lend, checker: Checker, unchanged: Callable[[], None], function: str
) -> None:
    """An f that changes a matrix is not believed, and x is as before."""
    c = oracle("longer_product")
    x = c.inputs["x"]
    checker(function, c, partial(lend, c, spoils=True), c.gradients["x"], wrong=list(np.ndindex(x.shape)))
    unchanged()


@pytest.mark.part("checking", hint="The number of calls grows with the entries, and not with their square.")
@both
def test_calls_of_f(oracle: Oracle, lend: Lend, checker: Any, function: str) -> None:
    """How often f is called for an array with three axes, and with what."""
    c = oracle("longer_sum")
    checker.count(function, c, partial(lend, c))


@pytest.mark.part("checking", hint="Work on copies of x and grad.")
@both
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy,
    oracle: Oracle,
    lend: Lend,
    checker: Any,
    unchanged: Callable[[], None],
    function: str,
) -> None:
    """Checking a matrix leaves x and grad as they are."""
    c = oracle("longer_product")

    checker.assume(c)
    getattr(submission, function)(lend(c), c.gradients["x"], c.inputs["x"])
    unchanged()
