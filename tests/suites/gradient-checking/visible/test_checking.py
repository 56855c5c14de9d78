from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from grader.suite.api import Oracle, SubmissionProxy

Lend = Callable[..., Any]
Checker = Callable[..., None]

RIGHT = [
    "worked_example",
    "sum_with_zeros",
    "product_with_a_zero",
    "softmax_of_rows",
    "two_layers",
    "flat_places",
    "four_integers",
]
both = pytest.mark.parametrize("function", ["find_wrong", "check_gradient"])


@pytest.mark.part(
    "checking", hint="A gradient may be 0. There a relative error says nothing, and atol is what decides."
)
@both
@pytest.mark.parametrize("case", RIGHT)
def test_right_gradients(oracle: Oracle, lend: Lend, checker: Checker, function: str, case: str) -> None:
    """Nothing is wrong with a right gradient."""
    c = oracle(case)
    checker(function, c, partial(lend, c), c.gradients["x"], wrong=[])


@pytest.mark.part(
    "checking", hint="Compare entry by entry. One sum over all entries drowns a single wrong one."
)
@both
def test_one_of_a_thousand(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """One wrong entry among a thousand is found."""
    c = oracle("a_thousand")
    claimed, wrong = c.gradients["x"].copy(), c.inputs["wrong"]
    claimed[tuple(wrong[0])] *= 1 + 6e-6
    checker(function, c, partial(lend, c), claimed, wrong, measured=False)


@pytest.mark.part("checking", hint="A small gradient has a sign too: what is off by 2e-4 is far beyond atol.")
@both
def test_signs_of_small_slopes(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """Two wrong signs where the gradient is near 1e-4 are found."""
    c = oracle("small_slopes")
    claimed, wrong = c.gradients["x"].copy(), c.inputs["wrong"]
    for index in wrong:
        claimed[tuple(index)] *= -1
    checker(function, c, partial(lend, c), claimed, wrong)


@pytest.mark.part(
    "checking", hint="A factor of 1.0001 is a hundred times what rtol permits: use rtol as it is."
)
@both
@pytest.mark.parametrize("off", [1e-4, 5e-6])
def test_a_factor(oracle: Oracle, lend: Lend, checker: Checker, function: str, off: float) -> None:
    """A factor near 1 is found wherever the gradient is not 0."""
    c = oracle("two_layers")
    gradient = c.gradients["x"]
    checker(function, c, partial(lend, c), gradient * (1 + off), wrong=np.argwhere(gradient).tolist())


@pytest.mark.part("checking", hint="Where the gradient is 0, a claim that is not 0 is as wrong as any other.")
@both
def test_claims_where_the_gradient_is_0(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """Wrong claims where the gradient is 0 are found."""
    c = oracle("sum_with_zeros")
    gradient = c.gradients["x"]
    checker(
        function,
        c,
        partial(lend, c),
        np.where(gradient == 0, 0.25, gradient),
        np.argwhere(gradient == 0).tolist(),
    )


@pytest.mark.part(
    "checking", hint="Permitted is atol + rtol * abs(numerical): a sum, with the measured gradient in it."
)
@both
def test_hardly_beyond(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """Entries hardly within tolerances that are given, and hardly beyond."""
    c = oracle("thresholds")
    given = {name: c.inputs[name] for name in ("rtol", "atol")}
    checker(function, c, partial(lend, c), c.inputs["grad"], c.inputs["wrong"], **given)


@pytest.mark.part(
    "checking", hint="Permitted is atol + rtol * abs(numerical), with both tolerances as they are given."
)
@both
def test_hardly_within(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """Entries hardly within tolerances that are given, and none beyond."""
    c = oracle("thresholds")
    given = {name: c.inputs[name] for name in ("rtol", "atol")}
    claimed = c.inputs["grad"].copy()
    for index in map(tuple, c.inputs["wrong"]):
        claimed[index] = c.gradients["x"][index]
    checker(function, c, partial(lend, c), claimed, wrong=[], **given)


@pytest.mark.part("checking", hint="rtol and atol are two numbers: do both get to where they are used?")
@both
def test_one_entry_hardly_beyond(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """One large entry hardly beyond tolerances that are given."""
    c = oracle("thresholds")
    rtol, atol, claimed = c.inputs["rtol"], c.inputs["atol"], c.gradients["x"].copy()
    largest = np.unravel_index(np.argmax(np.abs(claimed)), claimed.shape)
    claimed[largest] += 1.06 * (atol + rtol * np.abs(claimed[largest]))
    wrong = [[int(place) for place in largest]]
    checker(function, c, partial(lend, c), claimed, wrong, rtol=rtol, atol=atol)


@pytest.mark.part(
    "checking", hint="Wrong is what is off by more than is permitted: what is off by 0 never is."
)
@both
def test_no_tolerance(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """With both tolerances at 0, what is measured exactly is right."""
    c = oracle("product_with_a_zero")
    gradient = c.gradients["x"]
    claimed, wrong = np.where(gradient == 0, 0.0, gradient + 0.25), np.argwhere(gradient).tolist()
    checker(function, c, partial(lend, c), claimed, wrong, rtol=0.0, atol=0.0)


@pytest.mark.part("checking", hint="The step h is an argument as well: hand it on.")
@both
@pytest.mark.parametrize("claim", ["the_right_gradient", "what_is_measured"])
def test_a_large_step(oracle: Oracle, lend: Lend, checker: Checker, function: str, claim: str) -> None:
    """A step so large that the right gradient differs from what is measured."""
    c = oracle("three_by_four")
    h, central = c.inputs["h"], c.values["central"]
    if claim == "what_is_measured":
        checker(function, c, partial(lend, c), central, wrong=[], numerical=central, h=h)
    else:
        wrong = list(np.ndindex(central.shape))
        checker(function, c, partial(lend, c), c.gradients["x"], wrong, numerical=central, h=h)


@pytest.mark.part("checking", hint="For a number there is one index, the empty tuple.")
@both
@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["right", "wrong"])
def test_a_number(oracle: Oracle, lend: Lend, checker: Checker, function: str, sign: float) -> None:
    """A claimed slope at a number."""
    c = oracle("one_number")
    checker(function, c, partial(lend, c), sign * c.gradients["x"], wrong=[] if sign > 0 else [()])


@pytest.mark.part("checking", hint="Every comparison with NaN is False, also the one that should find it.")
@both
def test_claims_that_are_no_numbers(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """NaN and infinity in the claimed gradient are found."""
    c = oracle("sum_with_zeros")
    claimed = c.gradients["x"].copy()
    claimed[0, 1], claimed[2, 3] = np.nan, np.inf
    checker(function, c, partial(lend, c), claimed, wrong=[(0, 1), (2, 3)])


@pytest.mark.part(
    "checking",
    hint="Where NaN or infinity is measured nothing is confirmed: an infinite tolerance permits all.",
)
@both
def test_slopes_that_are_no_numbers(oracle: Oracle, lend: Lend, checker: Checker, function: str) -> None:
    """Entries where NaN or infinity is measured are wrong."""
    c = oracle("sum_with_zeros")
    x, inner = c.inputs["x"], lend(c)
    numerical = c.gradients["x"].copy()
    numerical[1, 2], numerical[2, 0] = np.nan, np.inf

    def f(p: Any) -> float:
        value = inner(p)
        return float(np.nan if p[1, 2] > x[1, 2] else np.inf if p[2, 0] > x[2, 0] else value)

    checker(function, c, lambda: f, c.gradients["x"], wrong=[(1, 2), (2, 0)], numerical=numerical)


@pytest.mark.part("checking", hint="Compare the shapes of grad and x first: NumPy would stretch one of them.")
@both
@pytest.mark.parametrize("shape", [(5, 1), (1,)], ids=["column", "one_entry"])
def test_another_shape(
    submission: SubmissionProxy,
    oracle: Oracle,
    lend: Lend,
    function: str,
    shape: tuple[int, ...],
) -> None:
    """A gradient of another shape than x is refused."""
    c = oracle("product_with_a_zero")
    check = getattr(submission, function)
    submission.raises(
        ValueError, partial(check, lend(c), np.zeros(shape), c.inputs["x"]), "exception for another shape"
    )


@pytest.mark.part(
    "checking", hint="Call f once at a copy of x, and see whether the copy is still equal to x."
)
@both
def test_an_f_that_changes_its_argument(
    oracle: Oracle, lend: Lend, checker: Checker, unchanged: Callable[[], None], function: str
) -> None:
    """An f that changes its argument is not believed, and x is as before."""
    c = oracle("sum_with_zeros")
    checker(
        function,
        c,
        partial(lend, c, spoils=True),
        c.gradients["x"],
        wrong=list(np.ndindex(c.inputs["x"].shape)),
    )
    unchanged()


@pytest.mark.part("checking", hint="Measure the whole gradient once, and compare all of it then.")
@both
@pytest.mark.parametrize("case", ["sum_with_zeros", "four_integers"])
def test_calls_of_f(oracle: Oracle, lend: Lend, checker: Any, function: str, case: str) -> None:
    """How often f is called, and with what."""
    c = oracle(case)
    checker.count(function, c, partial(lend, c))


@pytest.mark.part("checking", hint="Neither x nor grad is yours to write into.")
@both
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy,
    oracle: Oracle,
    lend: Lend,
    checker: Any,
    unchanged: Callable[[], None],
    function: str,
) -> None:
    """Checking leaves x and grad as they are."""
    c = oracle("five_entries")

    checker.assume(c)
    getattr(submission, function)(lend(c), c.gradients["x"], c.inputs["x"])
    unchanged()
