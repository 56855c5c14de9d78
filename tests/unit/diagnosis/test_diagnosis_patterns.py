"""What can be read from wrong numbers alone."""

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.error_patterns import explain_by_pattern, recognise_pattern
from grader.diagnosis.templates import PATTERNS
from tests.support.failures import failure

W = np.array([[1.0, -2.0, 0.5], [3.0, 4.0, -1.5]])
B = np.array([0.3, -0.8, 1.1])
PER_SAMPLE = np.array([[0.1, -0.5, 1.0], [0.2, -0.3, 0.1]])

SIGNS: dict[str, tuple[str, Any, Any]] = {
    "rows and columns exchanged": ("transposed", W.T, W),
    "a square one transposed": ("transposed", (W @ W.T - [[0, 1], [0, 0]]).T, W @ W.T - [[0, 1], [0, 0]]),
    "a dimension kept": ("extra-dimension", B[None, :], B),
    "a dimension lost": ("extra-dimension", W[:1, :1][0], W[:1, :1]),
    "one row for each sample": ("not-summed-over-the-samples", PER_SAMPLE, B),
    "one number for each sample": ("not-averaged-over-the-samples", np.array([1.0, 4.0]), 2.5),
    "a sum without an axis": ("summed-over-everything", 0.6, B),
    "a column minus a flat array": ("every-row-with-every-row", np.outer(B, B), B),
    "not a number": ("not-finite", np.array([np.nan, 1.0, 2.0]), B),
    "infinity": ("not-finite", np.inf, 1.0),
    "nothing": ("all-zero", np.zeros(3), B),
    "opposite sign": ("constant-ratio", -W, W),
    "half": ("constant-ratio", 0.5, 1.0),
    "times the batch size": ("constant-ratio", 5 * W, W),
    "a regulariser": ("proportional-to-an-input", W + 0.1 * np.array([[1, 2, 3], [4, 5, 7.0]]), W),
    "a constant": ("off-by-a-constant", W + 0.25, W),
}
INPUTS = {"X": np.ones((5, 4)), "V": np.array([[1, 2, 3], [4, 5, 7.0]])}


@pytest.mark.parametrize("words", SIGNS)
def test_a_sign_is_read(words: str) -> None:
    name, actual, expected = SIGNS[words]
    sign = recognise_pattern(failure("a", {"g": actual}, {"g": expected}, **INPUTS))
    assert sign is not None
    assert sign.name == name
    assert "`g`" in sign.detail


def test_where_a_number_is_due_no_empty_shape_is_told() -> None:
    sign = recognise_pattern(failure("a", {"g": np.array([1.0, 4.0])}, {"g": 2.5}))

    assert sign is not None
    assert sign.detail == "`g` is (2,) and should be a number."


def test_every_sign_has_words_and_is_tried() -> None:
    assert {name for name, _, _ in SIGNS.values()} | {"exchanged", "first-wrong"} == set(PATTERNS)


def test_numbers_that_are_merely_wrong_have_no_sign() -> None:
    assert recognise_pattern(failure("a", {"g": W * W}, {"g": W}, **INPUTS)) is None


@pytest.mark.parametrize("shape", [(), (4,), (2, 2), (6, 1), (0,), (2, 3, 1, 2)])
def test_numbers_of_a_shape_that_has_no_sign_have_none(shape: tuple[int, ...]) -> None:
    actual = np.arange(np.prod(shape)).reshape(shape) + 7.5
    assert recognise_pattern(failure("a", {"g": actual}, {"g": W}, **INPUTS)) is None


def test_two_values_in_each_other_s_place_are_seen() -> None:
    sign = recognise_pattern(failure("a", {"x": 2.0, "w": 3.0}, {"x": 3.0, "w": 2.0}))
    assert sign is not None
    assert (sign.name, sign.detail) == ("exchanged", "`x` and `w` are exchanged.")


def test_the_value_nearest_the_loss_is_read() -> None:
    sign = recognise_pattern(failure("a", {"z": W, "w": -B, "b": B * B}, {"z": W, "w": B, "b": B}))
    assert sign is not None
    assert sign.detail == "`w` comes out with the opposite sign."


def test_what_inherits_a_factor_is_named_with_it() -> None:
    sign = recognise_pattern(failure("a", {"z": 2 * W, "w": 2 * B}, {"z": W, "w": B}))
    assert sign is not None
    assert sign.detail == "`z`, `w` come out times 2."


def test_a_sign_in_one_check_is_a_guess_and_in_two_it_is_certain() -> None:
    mine = {check: failure(check, {"g": -W}, {"g": W}) for check in "ab"}
    assert not explain_by_pattern({"a": mine["a"]})["a"].certain
    assert all(why.certain for why in explain_by_pattern(mine).values())


def test_where_there_is_no_sign_the_first_wrong_value_is_pointed_at() -> None:
    why = explain_by_pattern({"a": failure("a", {"z": W, "w": W * W}, {"z": W, "w": W})})["a"]
    assert (why.name, why.detail) == ("first-wrong", "It is `w`.")
    assert not explain_by_pattern({"a": failure("a", {"w": W * W}, {"w": W})})


def test_the_words_hold_no_number() -> None:
    assert not any(character.isdigit() for text in PATTERNS.values() for character in text)


def test_the_same_numbers_in_another_order_are_no_axis_too_many() -> None:
    assert recognise_pattern(failure("a", {"g": W.reshape(3, 2)}, {"g": W}, **INPUTS)) is None


def test_a_wrong_value_that_is_no_number_is_the_first_wrong_one() -> None:
    why = explain_by_pattern({"a": failure("a", {"y": W, "z": None, "w": -W}, {"y": W, "z": W, "w": W})})["a"]
    assert (why.name, why.detail) == ("first-wrong", "It is `z`.")


def test_a_factor_is_certain_where_the_same_one_is_seen_twice() -> None:
    mine = {"a": failure("a", {"g": -W}, {"g": W}), "b": failure("b", {"g": W / 2}, {"g": W})}
    assert not any(why.certain for why in explain_by_pattern(mine).values())
    mine["c"] = failure("c", {"h": -B}, {"h": B})
    assert [why.certain for why in explain_by_pattern(mine).values()] == [True, False, True]
