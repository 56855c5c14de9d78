"""When the numbers of two failures agree, and how far two failures do."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.diagnosis.failure_signature import FailureSignature, agree, compare_failures

Numbers = npt.NDArray[np.float64]
ENTRIES = st.sampled_from([0.0, 1.0, -1.0, 2.5, 1e-300, 1e300, np.inf, -np.inf, np.nan])
FACTORS = st.sampled_from([1.0, -1.0, 0.5, 3.0])
OFF = st.sampled_from([0.0, 1e-12, 1.5e-9, 1e-8, 1e-3])


def by_definition(mine: Numbers, theirs: Numbers, factor: float) -> bool:
    """Compare entry by entry: finite ones as near as the greatest allows, any other with its like."""
    scaled = theirs * factor
    finite = np.isfinite(scaled)
    greatest = max((abs(one) for one in scaled[finite]), default=0.0)
    return all(
        abs(one - other) <= 2e-9 * greatest
        if np.isfinite(other)
        else np.array_equal(one, other, equal_nan=True)
        for one, other in zip(mine, scaled, strict=True)
    )


@example([(1.0, 1.5e-9, True)], 3.0, 0.0)
@given(st.lists(st.tuples(ENTRIES, OFF, st.booleans()), max_size=5), FACTORS, ENTRIES)
def test_agreement_is_what_its_definition_says(
    entries: list[tuple[float, float, bool]], factor: float, other: float
) -> None:
    theirs = np.array([entry for entry, _, _ in entries], dtype=np.float64)
    with np.errstate(all="ignore"):
        mine = np.array([factor * entry * (1 + off) if same else other for entry, off, same in entries])
        assert agree(mine, theirs, factor) == by_definition(mine, theirs, factor)


@pytest.mark.parametrize(
    "actual, exact",
    [
        ((1.0, 2.0, 3.0), True),
        ((9.0, 2.0, 3.0), False),  # what is right differs
        ((1.0, 2.0, 9.0), False),  # what follows from the first wrong value
        ((1.0, 9.0, 3.0), None),
        ((9.0, 9.0, 9.0), None),
    ],
)
def test_failures_agree_in_part_by_the_first_wrong_value(
    actual: tuple[float, ...],
    exact: bool | None,  # noqa: FBT001  # a case of the table
) -> None:
    match = compare_failures(failure(actual), failure((1.0, 2.0, 3.0)))
    assert (None if match is None else match.exact) == exact


def test_failures_that_are_compared_twice_agree_as_far_as_before() -> None:
    mine, theirs = failure((1.0, 2.0, 3.0)), failure((2.0, 4.0, 6.0))
    for _ in range(2):
        assert compare_failures(mine, theirs) is None
        half = compare_failures(mine, theirs, 0.5)
        assert half is not None
        assert half.exact


def test_first_wrong_value_agrees_without_the_factor() -> None:
    match = compare_failures(failure((1.0, 2.0, 3.0)), failure((1.0, 2.0, 3.0)), 2.0)
    assert match is not None
    assert not match.exact


def failure(actual: tuple[float, ...]) -> FailureSignature:
    return FailureSignature(
        check="check",
        part="part",
        names=("loss", "W2", "W1"),
        actual=tuple(np.asarray(one) for one in actual),
        wrong=(False, True, True),
    )
