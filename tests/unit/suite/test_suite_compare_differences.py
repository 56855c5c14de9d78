"""What a difference tells, and what a suite cannot expect."""

from typing import Any

import numpy as np
import pytest

from grader.suite.comparison import WrongAnswer
from grader.suite.handles import Handle, HandleError
from grader.suite.value_formatting import abridge
from tests.support.comparing import difference, differences, expect

A = np.array([[1.0, -2.0], [0.5, 3.0]])


def test_a_missing_key_is_named_after_itself() -> None:
    found = difference({"dW1": A}, {"dW2": A, "dW1": A})

    assert (found.name, found.problem, found.message) == ("dW2", "missing", "W1 has no key 'dW2'")


@pytest.mark.parametrize(
    "came, expected, said",
    [
        ({"yhat": A}, {"y_hat": A}, "W1 has no key 'y_hat', but 'yhat': is that its name?"),
        ({"dW1": A}, {"W1": A}, "W1 has no key 'W1', but 'dW1': is that its name?"),
        ({"w1": A}, {"W1": A}, "W1 has no key 'W1', but 'w1': is that its name?"),
        ({"Loss": 1.0}, {"loss": 1.0}, "W1 has no key 'loss', but 'Loss': is that its name?"),
        ({"first": A, 2: A}, {"W1": A}, "W1 has no key 'W1', but other ones: 'first', 2"),
        ({"x" * 500: A}, {"W1": A}, f"W1 has no key 'W1', but other ones: '{'x' * 37}..…"),
        ({}, {"W1": A}, "W1 has no key 'W1'"),
    ],
)
def test_a_misspelt_or_renamed_key_is_told_as_one(
    came: dict[object, object], expected: dict[str, object], said: str
) -> None:
    assert difference(came, expected).message == said


def test_every_difference_is_told_in_the_order_of_what_is_expected() -> None:
    found = differences({"a": 1.0, "b": (1, 2), "c": None}, {"c": A, "b": (1, 3), "a": 2, "d": 1})

    assert [one.name for one in found] == ["c", "b[1]", "a", "d"]


def test_a_difference_of_values_tells_its_size_and_place() -> None:
    actual = A.copy()
    actual[1, 0] += 0.25
    actual[0, 0] -= 0.125
    found = difference(actual, A)

    assert (found.greatest, found.index) == (0.25, (1, 0))
    assert (found.expected_there, found.actual_there) == (0.5, 0.75)
    assert (found.mismatched, found.total) == (2, 4)
    assert (found.rtol, found.atol) == (1e-6, 1e-9)
    assert (found.expected_shape, found.actual_shape) == ((2, 2), (2, 2))
    assert found.expected == "[[ 1. , -2. ], [ 0.5, 3. ]]"


def test_the_greatest_difference_may_be_beyond_all_floats() -> None:
    assert difference(-1.7e308, 1.7e308).greatest == np.finfo(np.float64).max


def test_a_call_may_have_a_tolerance_of_its_own() -> None:
    expect(1.05, 1.0, rtol=0.1)
    expect(0.05, 0.0, atol=0.1)
    with pytest.raises(WrongAnswer):
        expect(1.0 + 1e-7, 1.0, rtol=1e-8)


def test_neither_broadcasting_nor_nan_makes_anything_equal() -> None:
    for actual in (np.ones((1, 3)), np.ones((3, 3)), np.ones(1), 1.0):
        assert difference(actual, np.ones(3)).problem == "shape"
    assert difference(np.full(3, np.nan), np.ones(3)).problem == "finite"


@pytest.mark.parametrize("expected", [np.nan, np.inf, np.array([1.0, np.nan])])
def test_a_suite_that_expects_what_nothing_equals_is_told(expected: object) -> None:
    with pytest.raises(ValueError, match="a suite cannot expect NaN or infinity"):
        expect(1.0, expected)


@pytest.mark.parametrize("expected", [1j, object(), np.array(["a"]), np.array([None])])
def test_a_suite_that_expects_what_cannot_be_compared_is_told(expected: object) -> None:
    with pytest.raises(TypeError, match="a suite cannot expect"):
        expect(1.0, expected)


class _Named:
    """Enough of a session for a handle to be made."""

    epoch = 0


def test_an_object_is_a_wrong_answer_and_named_by_its_type() -> None:
    handle: Any = Handle(_Named(), 1, "Tensor", "forward")  # type: ignore[arg-type]  # nothing is asked of it

    for expected in (1.0, A, "x", None, True, {"a": 1}, (1, 2)):
        found = difference(handle, expected)
        assert found.problem == "type"
        assert found.message.endswith("but is an object of type Tensor")
        assert found.actual == ""
    with pytest.raises(HandleError):
        expect(1.0, handle)


WRITTEN: dict[str, tuple[object, str]] = {
    "a float": (1.0, "1"),
    "a float32": (np.float32(0.1), "0.1"),
    "an int64": (np.int64(3), "3"),
    "a NumPy bool": (np.True_, "True"),
    "a third": (1 / 3, "0.333333"),
    "an integer of thousands of digits": (10**5000, "a very long integer"),
    "the same in a list": ([10**5000], "a very long integer"),
    "a long string": ("x" * 100, "'" + "x" * 36),
    "a long list": ([1.5] * 1000, "[1.5, 1.5, 1.5, 1.5, 1.5, 1.5, ...]"),
    "an array of no dimensions": (np.array(2.5), "2.5"),
    "a long array": (np.arange(100), "[ 0, 1, ..., 98, 99]"),
    "an empty array": (np.zeros((0, 3)), "[]"),
}


@pytest.mark.parametrize("value, text", WRITTEN.values(), ids=list(WRITTEN))
def test_values_are_written_on_one_short_line(value: object, text: str) -> None:
    written = abridge(value)

    assert written.startswith(text)
    assert len(written) < 120
    assert "\n" not in written
