"""Compare two values as a check does, and find in what they differ."""

from typing import Any

import numpy.typing as npt
import pytest

from grader.model.assignment import Tolerance
from grader.model.check import Difference
from grader.suite.comparison import Expect, WrongAnswer

__all__ = ["Array", "difference", "differences", "expect"]

Array = npt.NDArray[Any]

expect = Expect(Tolerance(rtol=1e-6, atol=1e-9))


def differences(actual: object, expected: object) -> list[Difference]:
    """Compare two values that differ."""
    with pytest.raises(WrongAnswer) as caught:
        expect(actual, expected, "W1")
    assert str(caught.value) == "; ".join(one.message for one in caught.value.differences)
    return caught.value.differences


def difference(actual: object, expected: object) -> Difference:
    """Compare two values that differ in one way."""
    (only,) = differences(actual, expected)
    return only
