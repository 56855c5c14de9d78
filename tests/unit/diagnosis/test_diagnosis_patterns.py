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

CASES: dict[str, tuple[str, Any, Any]] = {
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


@pytest.mark.parametrize("case", CASES)
def test_pattern_is_recognised(case: str) -> None:
    name, actual, expected = CASES[case]
    pattern = recognise_pattern(failure("a", {"g": actual}, {"g": expected}, **INPUTS))
    assert pattern is not None
    assert pattern.name == name
    assert "`g`" in pattern.detail


def test_number_is_called_a_number_and_not_an_empty_shape() -> None:
    pattern = recognise_pattern(failure("a", {"g": np.array([1.0, 4.0])}, {"g": 2.5}))

    assert pattern is not None
    assert pattern.detail == "`g` is (2,) and should be a number."


def test_every_pattern_has_a_text_and_is_tried() -> None:
    assert {name for name, _, _ in CASES.values()} | {"exchanged", "first-wrong"} == set(PATTERNS)


def test_arbitrary_wrong_numbers_have_no_pattern() -> None:
    assert recognise_pattern(failure("a", {"g": W * W}, {"g": W}, **INPUTS)) is None


@pytest.mark.parametrize("shape", [(), (4,), (2, 2), (6, 1), (0,), (2, 3, 1, 2)])
def test_unrelated_shape_has_no_pattern(shape: tuple[int, ...]) -> None:
    actual = np.arange(np.prod(shape)).reshape(shape) + 7.5
    assert recognise_pattern(failure("a", {"g": actual}, {"g": W}, **INPUTS)) is None


def test_exchanged_values_are_recognised() -> None:
    pattern = recognise_pattern(failure("a", {"x": 2.0, "w": 3.0}, {"x": 3.0, "w": 2.0}))
    assert pattern is not None
    assert (pattern.name, pattern.detail) == ("exchanged", "`x` and `w` are exchanged.")


def test_value_nearest_the_loss_is_recognised() -> None:
    pattern = recognise_pattern(failure("a", {"z": W, "w": -B, "b": B * B}, {"z": W, "w": B, "b": B}))
    assert pattern is not None
    assert pattern.detail == "`w` comes out with the opposite sign."


def test_values_that_share_a_factor_are_named_together() -> None:
    pattern = recognise_pattern(failure("a", {"z": 2 * W, "w": 2 * B}, {"z": W, "w": B}))
    assert pattern is not None
    assert pattern.detail == "`z`, `w` come out times 2."


def test_pattern_in_one_check_is_a_guess_and_in_two_is_certain() -> None:
    mine = {check: failure(check, {"g": -W}, {"g": W}) for check in "ab"}
    assert not explain_by_pattern({"a": mine["a"]})["a"].certain
    assert all(why.certain for why in explain_by_pattern(mine).values())


def test_first_wrong_value_is_named_if_no_pattern_fits() -> None:
    why = explain_by_pattern({"a": failure("a", {"z": W, "w": W * W}, {"z": W, "w": W})})["a"]
    assert (why.name, why.detail) == ("first-wrong", "It is `w`.")
    assert not explain_by_pattern({"a": failure("a", {"w": W * W}, {"w": W})})


def test_pattern_texts_hold_no_number() -> None:
    assert not any(character.isdigit() for text in PATTERNS.values() for character in text)


def test_reordered_numbers_are_no_extra_dimension() -> None:
    assert recognise_pattern(failure("a", {"g": W.reshape(3, 2)}, {"g": W}, **INPUTS)) is None


def test_first_wrong_value_may_be_no_number() -> None:
    why = explain_by_pattern({"a": failure("a", {"y": W, "z": None, "w": -W}, {"y": W, "z": W, "w": W})})["a"]
    assert (why.name, why.detail) == ("first-wrong", "It is `z`.")


def test_factor_seen_twice_is_certain() -> None:
    mine = {"a": failure("a", {"g": -W}, {"g": W}), "b": failure("b", {"g": W / 2}, {"g": W})}
    assert not any(why.certain for why in explain_by_pattern(mine).values())
    mine["c"] = failure("c", {"h": -B}, {"h": B})
    assert [why.certain for why in explain_by_pattern(mine).values()] == [True, False, True]
