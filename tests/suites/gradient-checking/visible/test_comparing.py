from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

Compared = Callable[..., None]
ExpectWorst = Callable[..., None]


@pytest.mark.part(
    "comparing", hint="Divide every difference by the larger of its own two numbers, both without their sign."
)
def test_entries(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Relative errors of twelve pairs, small and large."""
    c = oracle("some_pairs")
    expect(submission.relative_errors(c.inputs["a"], c.inputs["b"]), c.values["errors"], "errors")


@pytest.mark.part("comparing", hint="Neither number comes first: exchange them, and nothing changes.")
def test_exchanged(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """Relative errors of the same pairs, exchanged."""
    c = oracle("some_pairs")
    expect(submission.relative_errors(c.inputs["b"], c.inputs["a"]), c.values["errors"], "errors")


@pytest.mark.part(
    "comparing", hint="Two zeros agree. A zero and another number differ as far as can be: by 1."
)
def test_zeros(submission: SubmissionProxy, expect: Expect) -> None:
    """Relative errors where one number is 0, or both are."""
    a = np.array([0.0, 0.0, -3.0, 0.5, 0.0, 2.0])
    b = np.array([0.0, 4.0, 0.0, 0.5, -1e-12, 1.5])
    expect(submission.relative_errors(a, b), np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.25]), "errors")


@pytest.mark.part("comparing", hint="Two numbers have a relative error as well: a float, not an array.")
@pytest.mark.parametrize(
    "a,b,error", [(2.0, -1.0, 1.5), (0.0, 0.0, 0.0)], ids=["of_both_signs", "of_two_zeros"]
)
def test_numbers(submission: SubmissionProxy, expect: Expect, a: float, b: float, error: float) -> None:
    """Relative error of two numbers."""
    expect(submission.relative_errors(a, b), error, "error")


@pytest.mark.part(
    "comparing", hint="Small integers overflow when they are subtracted. Convert to float64 before."
)
def test_integers(submission: SubmissionProxy, expect: Expect) -> None:
    """Relative errors of integers of eight bits."""
    a, b = (np.array(one, dtype=np.int8) for one in ([100, -128, 64, 5], [-100, 64, -128, 4]))
    expect(submission.relative_errors(a, b), np.array([2.0, 1.5, 1.5, 0.2]), "errors")


@pytest.mark.part("comparing", hint="float32 ends at the seventh digit, and these differ in the ninth.")
def test_small_errors(submission: SubmissionProxy, expect: Expect) -> None:
    """Relative errors of numbers that agree in eight digits."""
    errors = submission.relative_errors(np.array([1.0, -2.0]), np.array([1.0 - 4e-9, -2.0 + 6e-9]))
    expect(errors, np.array([4e-9, 3e-9]), "errors", atol=1e-15)


@pytest.mark.part(
    "comparing", hint="Where a or b is NaN there is nothing to compare, and the error is NaN too."
)
def test_not_a_number(submission: SubmissionProxy, expect: Expect) -> None:
    """Relative errors beside NaN, and at NaN."""
    a, b = np.array([2.0, np.nan, 3.0, np.nan]), np.array([1.0, 1.0, np.nan, np.nan])
    errors = np.array(expect.convert(submission.relative_errors(a, b), np.zeros(4)))
    expect(np.isnan(errors), np.array([False, True, True, True]), "where the error is NaN")
    expect(np.nan_to_num(errors), np.array([0.5, 0.0, 0.0, 0.0]), "other errors")


@pytest.mark.part(
    "comparing", hint="NumPy stretches a column beside a row. Compare the shapes before anything else."
)
@pytest.mark.parametrize("function", ["relative_errors", "worst_entry"])
@pytest.mark.parametrize("shape", [(3, 1), (1,), ()], ids=["column", "one_entry", "number"])
def test_other_shapes(
    submission: SubmissionProxy,
    function: str,
    shape: tuple[int, ...],
) -> None:
    """Two shapes that differ are refused."""
    other = np.ones(shape) if shape else 1.0
    submission.raises(
        ValueError,
        partial(getattr(submission, function), np.ones(3), other),
        "exception for different shapes",
    )


@pytest.mark.part(
    "comparing", hint="The worst entry has the greatest relative error, not the greatest difference."
)
def test_the_worst_entry(
    submission: SubmissionProxy, oracle: Oracle, expect_worst: ExpectWorst, compared: Compared
) -> None:
    """Index and error of the worst of twelve pairs."""
    c = oracle("some_pairs")

    def attempt() -> None:
        expect_worst(submission.worst_entry(**c.inputs), (tuple(c.values["index"]), c.values["error"]))

    compared(**c.inputs, errors=c.values["errors"], attempt=attempt)


@pytest.mark.part(
    "comparing", hint="An index is a tuple with one integer for each axis: (3,) in a vector, () for a number."
)
def test_the_form_of_an_index(
    submission: SubmissionProxy, expect_worst: ExpectWorst, compared: Compared
) -> None:
    """Index and error of the worst of a vector, and of two numbers."""
    a, b = np.array([1.0, 2.0, 4.0, 8.0]), np.array([1.0, 2.0, 4.0, -8.0])

    def vector() -> None:
        expect_worst(submission.worst_entry(a, b), ((3,), 2.0))

    def numbers() -> None:
        expect_worst(submission.worst_entry(4.0, 3.0), ((), 0.25))

    compared(a, b, np.array([0.0, 0.0, 0.0, 2.0]), vector)
    compared(4.0, 3.0, 0.25, numbers)


@pytest.mark.part("comparing", hint="Of several equal errors the first counts, as in `np.argmax`.")
def test_the_first_of_equal_errors(
    submission: SubmissionProxy, expect_worst: ExpectWorst, compared: Compared
) -> None:
    """Index and error where several entries are equally bad."""
    a, b = np.array([[1.0, 2.0], [4.0, 8.0]]), np.array([[1.0, 1.0], [2.0, 4.0]])

    def attempt() -> None:
        expect_worst(submission.worst_entry(a, b), ((0, 1), 0.5))

    compared(a, b, np.array([[0.0, 0.5], [0.5, 0.5]]), attempt)


@pytest.mark.part("comparing", hint="No comparison with NaN is True, so a search with `>` walks past it.")
def test_nan_is_the_worst(submission: SubmissionProxy, expect: Expect, compared: Compared) -> None:
    """Index and error where one entry is NaN."""
    a, b = np.array([1.0, 2.0, np.nan, -4.0]), np.array([2.0, 2.0, 1.0, 4.0])

    def attempt() -> None:
        index, error = submission.worst_entry(a, b)
        expect(index, (2,), "index", strict=True)
        expect(bool(np.isnan(expect.convert(error, 0.0))), True, "whether the error is NaN")

    compared(a, b, np.array([0.5, 0.0, np.nan, 2.0]), attempt)


@pytest.mark.part("comparing", hint="`a -= b` writes into the caller's array. Compute a new one.")
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy, oracle: Oracle, unchanged: Callable[[], None]
) -> None:
    """Comparing leaves its arguments as they are."""
    c = oracle("some_pairs")
    submission.relative_errors(**c.inputs)
    submission.worst_entry(**c.inputs)
    unchanged()
