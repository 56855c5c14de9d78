from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

Compared = Callable[..., None]
ExpectWorst = Callable[..., None]


@pytest.mark.part("comparing", hint="Every pair is compared by itself, whatever the others are.")
@pytest.mark.parametrize("case", ["more_pairs", "row_of_pairs"])
def test_other_pairs(submission: SubmissionProxy, oracle: Oracle, expect: Expect, case: str) -> None:
    """Relative errors of two lots of pairs, one after the other."""
    for _ in range(2):
        c = oracle(case)
        expect(submission.relative_errors(**c.inputs), c.values["errors"], "errors")


@pytest.mark.part("comparing", hint="Zeros may stand anywhere, and agree with zeros alone.")
def test_zeros_in_a_matrix(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Relative errors where zeros are put into a matrix."""
    c = oracle("more_pairs")
    a, b, errors = c.inputs["a"].copy(), c.inputs["b"].copy(), c.values["errors"].copy()
    a[0, 0], b[1, 2] = 0.0, 0.0
    errors[0, 0], errors[1, 2] = 1.0, 1.0
    a[1, 0, 1] = b[1, 0, 1] = errors[1, 0, 1] = 0.0
    expect(submission.relative_errors(a, b), errors, "errors")


@pytest.mark.part("comparing", hint="Integers are numbers too; convert them to float64 before you subtract.")
def test_unsigned_integers(submission: SubmissionProxy, expect: Expect) -> None:
    """Relative errors of unsigned integers, and of two integers."""
    a, b = np.array([[3, 200]], dtype=np.uint8), np.array([[12, 50]], dtype=np.uint8)
    expect(submission.relative_errors(a, b), np.array([[0.75, 0.75]]), "errors")
    expect(submission.relative_errors(3, -4), 1.75, "error")


@pytest.mark.part("comparing", hint="However small two numbers are, they may differ by half.")
def test_tiny_numbers(submission: SubmissionProxy, expect: Expect) -> None:
    """Relative errors of numbers far below a billionth."""
    a, b = np.array([1e-200, -3e-30, 2e-15]), np.array([2e-200, 3e-30, 1.5e-15])
    expect(submission.relative_errors(a, b), np.array([0.5, 2.0, 0.25]), "errors")


@pytest.mark.part("comparing", hint="A matrix and its transpose have different shapes.")
@pytest.mark.parametrize("shape", [(3, 2), (6,), (1, 3)], ids=["transposed", "flat", "one_row"])
def test_shapes_that_differ(
    submission: SubmissionProxy,
    shape: tuple[int, ...],
) -> None:
    """Other shapes are refused."""
    for function in (submission.relative_errors, submission.worst_entry):
        submission.raises(
            ValueError, partial(function, np.ones((2, 3)), np.ones(shape)), "exception for different shapes"
        )


@pytest.mark.part("comparing", hint="The index has as many integers as the arrays have axes.")
@pytest.mark.parametrize("case", ["more_pairs", "row_of_pairs"])
def test_the_worst_of_others(
    submission: SubmissionProxy, oracle: Oracle, expect_worst: ExpectWorst, compared: Compared, case: str
) -> None:
    """Index and error of the worst of two lots of pairs, one after the other."""
    for _ in range(2):
        c = oracle(case)
        a, b = c.inputs["a"], c.inputs["b"]
        right = (tuple(c.values["index"]), c.values["error"])

        def attempt(a: object = a, b: object = b, right: object = right) -> None:
            expect_worst(submission.worst_entry(a, b), right)

        compared(a, b, c.values["errors"], attempt)


@pytest.mark.part("comparing", hint="Where all agree the worst error is 0, and the first entry has it.")
def test_nothing_is_wrong(
    submission: SubmissionProxy, oracle: Oracle, expect_worst: ExpectWorst, compared: Compared
) -> None:
    """Index and error of two equal matrices."""
    a = oracle("more_pairs").inputs["a"]

    def attempt() -> None:
        expect_worst(submission.worst_entry(a, a.copy()), ((0, 0, 0), 0.0))

    compared(a, a, np.zeros(a.shape), attempt)


@pytest.mark.part("comparing", hint="NaN is the worst there is; of several the first counts.")
def test_nan_is_the_worst(
    submission: SubmissionProxy, oracle: Oracle, expect: Expect, compared: Compared
) -> None:
    """Index and error where two entries of a matrix are NaN."""
    c = oracle("more_pairs")
    a, errors = c.inputs["a"].copy(), c.values["errors"].copy()
    for place in ((0, 2, 1), (1, 1, 0)):
        a[place] = errors[place] = np.nan

    def attempt() -> None:
        index, error = submission.worst_entry(a, c.inputs["b"])
        expect(index, (0, 2, 1), "index", strict=True)
        expect(bool(np.isnan(expect.convert(error, 0.0))), True, "whether the error is NaN")

    compared(a, c.inputs["b"], errors, attempt)


@pytest.mark.part("comparing", hint="Compute new arrays; `-=` and `/=` write into those of the caller.")
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, unchanged: Callable[[], None]
) -> None:
    """Comparing other pairs leaves them as they are."""
    c = oracle("more_pairs")
    submission.relative_errors(**c.inputs)
    submission.worst_entry(**c.inputs)
    unchanged()
