"""What a comparison accepts, and in which words it refuses the rest."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.scoring import Difference
from grader.suite.compare import Expect, Tolerance, WrongAnswer
from grader.suite.describe import abridge
from grader.suite.handles import Handle, HandleError

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


A = np.array([[1.0, -2.0], [0.5, 3.0]])

ACCEPTED: dict[str, tuple[object, object]] = {
    "a float": (0.5, 0.5),
    "an int for a float": (2, 2.0),
    "a float for an int": (2.0, 2),
    "a very long int": (10**30, 1e30),
    "a float32 within tolerance": (np.float32(0.1), np.float64(np.float32(0.1)) * (1 + 5e-7)),
    "a float16 that is exact": (np.float16(0.5), 0.5),
    "an unsigned int": (np.uint8(7), 7.0),
    "an array of no dimensions for a number": (np.array(1.5), 1.5),
    "a number for an array of no dimensions": (1.5, np.array(1.5)),
    "within the relative tolerance": (1e6 + 0.9, 1e6),
    "within the absolute tolerance": (9e-10, 0.0),
    "minus nought": (-0.0, 0.0),
    "an array": (A.copy(), A),
    "an array of another order": (np.asfortranarray(A), A),
    "an array of ints": (np.array([1, 2]), np.array([1.0, 2.0])),
    "an array of float32": (A.astype("f4"), A),
    "an array of big-endian numbers": (A.astype(">f8"), A),
    "an empty array": (np.zeros((0, 3)), np.zeros((0, 3))),
    "an array of bools": (np.array([True, False]), np.array([True, False])),
    "a bool": (True, True),
    "a NumPy bool": (np.bool_(False), False),
    "a bool for a NumPy bool": (False, np.bool_(False)),
    "a string": ("relu", "relu"),
    "None": (None, None),
    "a dict with more keys": ({"a": 1.0, "b": A, "c": "extra"}, {"b": A, "a": 1}),
    "a list for a tuple": ([1.0, A], (1.0, A)),
    "a tuple for a list": ((1.0, [A]), [1.0, (A,)]),
    "an empty tuple": ([], ()),
    "containers in containers": ({"p": ({"W": A}, [1])}, {"p": ({"W": A}, (1,))}),
}


@pytest.mark.parametrize("actual, expected", ACCEPTED.values(), ids=list(ACCEPTED))
def test_a_right_answer_passes_whatever_form_it_takes(actual: object, expected: object) -> None:
    expect(actual, expected, "W1")


REFUSED: dict[str, tuple[object, object, str, str]] = {
    "None for a number": (None, 1.0, "type", "W1 should be a number, but is None: is a `return` missing?"),
    "None for an array": (None, A, "type", "W1 should be an array, but is None: is a `return` missing?"),
    "None for a dict": (None, {"a": 1}, "type", "W1 should be a dict, but is None: is a `return` missing?"),
    "None for a tuple": (
        None,
        (1, 2),
        "type",
        "W1 should be a tuple of 2 values, but is None: is a `return` missing?",
    ),
    "None for a string": (None, "x", "type", "W1 should be a string, but is None: is a `return` missing?"),
    "a string for a number": ("1.0", 1.0, "type", "W1 should be a number, but is a string"),
    "bytes for a number": (b"1", 1.0, "type", "W1 should be a number, but is a bytes object"),
    "a string for an array": ("text", A, "type", "W1 should be an array, but is a string"),
    "a list for an array": (
        A.tolist(),
        A,
        "type",
        "W1 should be an array, but is a list: return a NumPy array or a number",
    ),
    "a tuple for a number": (
        (1.0,),
        1.0,
        "type",
        "W1 should be a number, but is a tuple: return a NumPy array or a number",
    ),
    "a dict for a number": ({}, 1.0, "type", "W1 should be a number, but is a dict"),
    "a bool for a number": (True, 1.0, "type", "W1 should be a number, but is a bool"),
    "a NumPy bool for a number": (np.True_, 1, "type", "W1 should be a number, but is a bool"),
    "bools for an array": (A > 0, (A > 0) * 1.0, "type", "W1 should be an array, but is an array of bools"),
    "a complex number": (1 + 0j, 1.0, "type", "W1 should be a number, but is a complex number"),
    "a NumPy complex number": (
        np.complex64(1),
        1.0,
        "type",
        "W1 should be a number, but is a complex number",
    ),
    "an array of complex numbers": (
        A + 0j,
        A,
        "type",
        "W1 should be an array, but is an array of complex numbers",
    ),
    "numbers for bools": (
        (A > 0) * 1,
        A > 0,
        "type",
        "W1 should be an array of bools, but is an array of numbers",
    ),
    "the wrong bools": (A > 0, A > -9, "value", "W1 has the wrong value in 1 of 4 entries"),
    "a number for a bool": (1, True, "type", "W1 should be a bool, but is a number"),
    "an unsigned number for a bool": (np.uint8(1), True, "type", "W1 should be a bool, but is a number"),
    "an array for a bool": (np.array(True), True, "type", "W1 should be a bool, but is an array of bools"),
    "the wrong bool": (False, True, "value", "W1 is not what it should be"),
    "a number for a string": (1, "x", "type", "W1 should be a string, but is a number"),
    "a list for a string": (["x"], "x", "type", "W1 should be a string, but is a list"),
    "an array for a string": (A, "x", "type", "W1 should be a string, but is an array of numbers"),
    "the wrong string": ("tanh", "relu", "value", "W1 is not what it should be"),
    "a number for None": (0, None, "type", "W1 should be None, but is a number"),
    "NaN": (float("nan"), 1.0, "finite", "W1 is not finite (NaN or infinity)"),
    "infinity": (np.inf, 1e300, "finite", "W1 is not finite (NaN or infinity)"),
    "an int beyond all floats": (10**400, 1e300, "finite", "W1 is not finite (NaN or infinity)"),
    "an int beyond all floats, written out": (10**5000, 1.0, "finite", "W1 is not finite (NaN or infinity)"),
    "NaN in an array": (
        np.array([[np.nan, -2.0], [-np.inf, 3.0]]),
        A,
        "finite",
        "W1 is not finite (NaN or infinity) in 2 of 4 entries",
    ),
    "an empty array": (np.zeros(0), np.ones(3), "shape", "W1 should have shape (3,), but has (0,)"),
    "an empty array for a number": (np.zeros(0), 1.0, "shape", "W1 should have shape (), but has (0,)"),
    "a row for a column": (np.ones(3), np.ones((3, 1)), "shape", "W1 should have shape (3, 1), but has (3,)"),
    "a column for a row": (np.ones((3, 1)), np.ones(3), "shape", "W1 should have shape (3,), but has (3, 1)"),
    "a number for an array": (1.0, np.ones(3), "shape", "W1 should have shape (3,), but has ()"),
    "an array for a number": (np.ones(1), 1.0, "shape", "W1 should have shape (), but has (1,)"),
    "the transpose": (
        np.ones((2, 3)),
        np.ones((3, 2)),
        "shape",
        "W1 should have shape (3, 2), but has (2, 3)",
    ),
    "the wrong number": (1.1, 1.0, "value", "W1 has the wrong value"),
    "beyond the relative tolerance": (1e6 + 1.1, 1e6, "value", "W1 has the wrong value"),
    "beyond the absolute tolerance": (1.1e-9, 0.0, "value", "W1 has the wrong value"),
    "the wrong sign": (-A, A, "value", "W1 has the wrong value in 4 of 4 entries"),
    "a list for a dict": ([], {"a": 1}, "type", "W1 should be a dict, but is a list"),
    "a number for a tuple": (1.0, (1, 2), "type", "W1 should be a tuple of 2 values, but is a number"),
    "an array for a tuple": (
        A,
        (1, 2),
        "type",
        "W1 should be a tuple of 2 values, but is an array of numbers",
    ),
    "a tuple too short": ((1.0,), (1, 2), "shape", "W1 should have 2 values, but has 1"),
    "a tuple too long": ((1, 2, 3), (1, 2), "shape", "W1 should have 2 values, but has 3"),
}


@pytest.mark.parametrize("actual, expected, problem, message", REFUSED.values(), ids=list(REFUSED))
def test_a_wrong_answer_says_what_is_wrong(
    actual: object, expected: object, problem: str, message: str
) -> None:
    found = difference(actual, expected)

    assert (found.problem, found.message) == (problem, message)


def test_a_missing_key_is_named_after_itself() -> None:
    found = difference({"dW1": A}, {"dW2": A, "dW1": A})

    assert (found.name, found.problem, found.message) == ("dW2", "missing", "W1 has no key 'dW2'")


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


@pytest.mark.parametrize("expected", [1j, {1, 2}, object(), b"x", np.array(["a"]), np.array([None])])
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


finite = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)
shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
arrays = hnp.arrays(np.float64, shapes, elements=finite)


@given(hnp.arrays(st.sampled_from(["f8", "f4", "f2", "i8", "u1", "?"]), shapes))
def test_whatever_is_finite_equals_itself(array: Array) -> None:
    assume(np.isfinite(array).all())
    expect(array, array)
    expect({"a": [array, (array,)]}, {"a": (array, [array])})
    for entry in array.ravel()[:3]:
        expect(entry, entry)


@given(arrays, st.data())
def test_one_entry_off_is_found_and_named(array: Array, data: st.DataObject) -> None:
    assume(array.size > 0)
    place = data.draw(st.tuples(*(st.integers(0, side - 1) for side in array.shape)))
    far = data.draw(st.sampled_from([-1.0, 1.0])) * 1.01 * (1e-9 + 1e-6 * abs(array[place]))
    moved, nearly = array.copy(), array.copy()
    moved[place] += far
    nearly[place] += 0.9 * far

    expect(nearly, array)
    found = difference(moved, array)
    assert found.problem == "value"
    assert found.index == place
    assert found.mismatched == 1


@given(arrays, st.data())
def test_another_shape_is_wrong_even_if_it_broadcasts(array: Array, data: st.DataObject) -> None:
    other = data.draw(
        st.one_of(
            hnp.broadcastable_shapes(array.shape, min_side=0, max_side=4),
            st.permutations(array.shape).map(tuple),
            st.just((*array.shape, 1)),
            st.just((array.size,)),
        )
    )
    assume(other != array.shape)

    assert difference(np.zeros(other), array).problem == "shape"
    assert difference(np.zeros(array.shape), np.zeros(other)).problem == "shape"
