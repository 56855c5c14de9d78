"""What a comparison accepts, and in which words it refuses the rest."""

import numpy as np
import pytest

from tests.support.comparing import difference, expect

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
    "a list for an array": (A.tolist(), A),
    "a tuple of rows for an array": (tuple(A), A),
    "a list of ints and NumPy scalars": ([[1, np.float32(-2)], [np.float16(0.5), np.array(3.0)]], A),
    "a list with a very long int": ([10**30, 1], np.array([1e30, 1.0])),
    "a list of no rows": ([], np.zeros((0, 3))),
    "a list of rows without entries": ([[], []], np.zeros((2, 0, 3))),
    "a list of bools": ([True, False], np.array([True, False])),
    "bools for numbers": (A > 0, (A > 0) * 1.0),
    "a bool for a number": (True, 1.0),
    "complex numbers that are real": (A + 0j, A),
    "a complex number that is real": (np.complex64(1), 1.0),
    "an array for a tuple": (A, ((1.0, -2.0), [0.5, 3.0])),
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
    "the wrong list": ((-A).tolist(), A, "value", "W1 has the wrong value in 4 of 4 entries"),
    "a list of another shape": ([1.0, 2.0], A, "shape", "W1 should have shape (2, 2), but has (2,)"),
    "a list without entries": ([], np.ones((1, 3)), "shape", "W1 should have shape (1, 3), but has (0,)"),
    "NaN in a list": (
        [np.nan, 1],
        np.ones(2),
        "finite",
        "W1 is not finite (NaN or infinity) in 1 of 2 entries",
    ),
    "uneven rows": (
        [[1.0], [1.0, 2.0]],
        A,
        "type",
        "W1 should be an array, but is a list whose entries differ in shape",
    ),
    "a text in a list": (
        ["1.0", 2.0],
        np.ones(2),
        "type",
        "W1 should be an array, but is a list of something else than numbers",
    ),
    "nothing in a tuple": (
        (None, 2.0),
        np.ones(2),
        "type",
        "W1 should be an array, but is a tuple of something else than numbers",
    ),
    "a tuple for a number": ((1.0,), 1.0, "type", "W1 should be a number, but is a tuple"),
    "a bool for another number": (True, 2.0, "value", "W1 has the wrong value"),
    "bools for other numbers": (A > 0, A, "value", "W1 has the wrong value in 3 of 4 entries"),
    "a dict for a number": ({}, 1.0, "type", "W1 should be a number, but is a dict"),
    "a complex number": (1 + 1j, 1.0, "type", "W1 should be a number, but is a complex number"),
    "a NumPy complex number": (
        np.complex64(1j),
        1.0,
        "type",
        "W1 should be a number, but is a complex number",
    ),
    "an array of complex numbers": (
        A + 1j,
        A,
        "type",
        "W1 should be an array, but is an array of complex numbers",
    ),
    "complex numbers in a list": (
        [1j, 0.0],
        np.ones(2),
        "type",
        "W1 should be an array, but is a list of complex numbers",
    ),
    "a list of numbers for bools": (
        [[1, 0], [1, 1]],
        A > 0,
        "type",
        "W1 should be an array of bools, but is a list of numbers",
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
    "an int beyond all floats": (10**400, 1e300, "value", "W1 is a whole number too large for a float"),
    "an int beyond all floats, written out": (
        -(10**5000),
        1.0,
        "value",
        "W1 is a whole number too large for a float",
    ),
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
    "a row for a tuple": (np.ones(3), (1, 1), "shape", "W1 should have 2 values, but has 3"),
    "an array of no axes for a tuple": (
        np.array(1.0),
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
