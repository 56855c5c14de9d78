"""What can be read from wrong numbers alone, and when it is believed."""

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.error_patterns import recognise_patterns
from grader.diagnosis.failure_signature import FailureSignature
from grader.diagnosis.pattern_evidence import explain_by_pattern
from grader.diagnosis.templates import PATTERNS, PATTERNS_OF_VALUES
from tests.support.failures import failure

W = np.array([[1.1, -2.3, 0.5], [3.7, 4.2, -1.5]])
B = np.array([0.3, -0.8, 1.1])
S = W @ W.T - [[0, 1], [0, 0]]
PER_SAMPLE = np.array([[0.1, -0.5, 1.0], [0.2, -0.3, 0.1]])
PENALTY = np.array([[1, 2, 3], [4, 5, 7.0]])
INPUTS: dict[str, Any] = {"X": np.ones((5, 4)), "g": PENALTY}

GRADIENTS: dict[str, tuple[str, Any, Any]] = {
    "rows and columns exchanged": ("transposed", W.T, W),
    "a square one transposed": ("transposed", S.T, S),
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
    "half": ("constant-ratio", 0.75, 1.5),
    "times the batch size": ("constant-ratio", 5 * W, W),
    "a penalty": ("proportional-to-its-variable", W + 0.1 * PENALTY, W),
    "a constant": ("off-by-a-constant", W + 0.25, W),
}


def gradient(check: str, actual: Any, expected: Any, **inputs: Any) -> FailureSignature:
    """A check that compared gradients, the first of them `g`."""
    mine = actual if isinstance(actual, dict) else {"g": actual}
    right = expected if isinstance(expected, dict) else {"g": expected}
    return failure(check, mine, right, gradients=right, **inputs)


def names(failed: FailureSignature) -> list[str]:
    """Names of the patterns that a failure shows."""
    return [pattern.name for pattern in recognise_patterns(failed)]


@pytest.mark.parametrize("case", GRADIENTS)
def test_pattern_of_a_gradient_is_recognised(case: str) -> None:
    name, actual, expected = GRADIENTS[case]
    pattern = recognise_patterns(gradient("a", actual, expected, **INPUTS))[0]
    assert pattern.name == name
    assert pattern.value == "g"


@pytest.mark.parametrize("pattern", PATTERNS_OF_VALUES)
def test_pattern_of_another_value_is_told_without_gradients(pattern: str) -> None:
    wrong, right = (
        ({"z": W.T}, {"z": W}) if pattern == "transposed" else ({"x": 2.5, "w": 31}, {"x": 31, "w": 2.5})
    )
    mine = {check: failure(check, wrong, right) for check in "ab"}
    why = explain_by_pattern(mine)["a"]
    assert (why.name, why.text) == (pattern, PATTERNS_OF_VALUES[pattern])
    assert "gradient" not in why.text


def test_number_is_called_a_number_and_not_an_empty_shape() -> None:
    pattern = recognise_patterns(failure("a", {"g": np.array([1.0, 4.0])}, {"g": 2.5}))[0]
    assert pattern.detail == "`g` is (2,) and should be a number."


def test_every_pattern_has_a_text_and_is_tried() -> None:
    assert {name for name, _, _ in GRADIENTS.values()} | {"exchanged", "first-wrong"} == set(PATTERNS)
    assert set(PATTERNS_OF_VALUES) <= set(PATTERNS)


def test_arbitrary_wrong_numbers_have_no_pattern() -> None:
    assert not names(gradient("a", W * W, W, **INPUTS))


@pytest.mark.parametrize("shape", [(), (4,), (2, 2), (6, 1), (0,), (2, 3, 1, 2)])
def test_unrelated_shape_has_no_pattern(shape: tuple[int, ...]) -> None:
    actual = np.arange(np.prod(shape)).reshape(shape) + 7.5
    assert not names(gradient("a", actual, W, **INPUTS))


@pytest.mark.parametrize("zero", [0.0, False, np.zeros(6)], ids=["a loss", "a verdict", "an array"])
def test_zero_that_is_no_gradient_has_no_gradient_to_follow(zero: Any) -> None:
    assert not names(failure("a", {"loss": zero}, {"loss": W.ravel() if np.ndim(zero) else 1.5}))


def test_value_that_is_to_be_nan_shows_nothing_by_being_nan() -> None:
    wrong, right = np.array([np.nan, 2.5, 1.0]), np.array([np.nan, 0.7, 0.3])
    assert "not-finite" not in names(failure("a", {"errors": wrong}, {"errors": right}))


def test_difference_proportional_to_another_input_is_no_penalty() -> None:
    assert not names(gradient("a", W + 0.1 * PENALTY, W, X=PENALTY))


def test_exchanged_values_are_recognised() -> None:
    right = {"x": 3.25, "w": 2.5}
    assert names(gradient("a", {"x": 2.5, "w": 3.25}, right)) == ["exchanged"]


def test_value_nearest_the_loss_is_recognised() -> None:
    why = explain_by_pattern({"a": gradient("a", {"z": W, "w": -B, "b": B * B}, {"z": W, "w": B, "b": B})})
    assert why["a"].detail == "`w` comes out with the opposite sign."


def test_values_that_share_a_factor_are_named_together() -> None:
    why = explain_by_pattern({"a": gradient("a", {"z": 2 * W, "w": 2 * B}, {"z": W, "w": B})})
    assert why["a"].detail == "`z`, `w` come out times 2."


def test_value_that_has_the_factor_in_one_check_only_is_not_named_with_the_others() -> None:
    mine = {
        "a": gradient("a", {"z": 2 * W, "w": 2 * B}, {"z": W, "w": B}),
        "b": gradient("b", {"z": 2 * W, "w": B**2}, {"z": W, "w": B}),
    }
    assert {why.detail for why in explain_by_pattern(mine).values()} == {"`z` comes out times 2."}


def test_pattern_in_one_check_is_a_guess_and_in_two_is_certain() -> None:
    mine = {check: gradient(check, -W, W) for check in "ab"}
    assert not explain_by_pattern({"a": mine["a"]})["a"].certain
    assert all(why.certain for why in explain_by_pattern(mine).values())


def test_counterexample_silences_a_pattern() -> None:
    mine = {"a": gradient("a", -W, W), "b": gradient("b", -W, W), "c": gradient("c", W * W, W)}
    assert not explain_by_pattern(mine)


def test_another_quantity_is_no_counterexample() -> None:
    mine = {"a": gradient("a", -W, W), "b": failure("b", {"loss": 2.7}, {"loss": 1.3})}
    assert set(explain_by_pattern(mine)) == {"a"}


def test_pattern_is_the_one_that_all_checks_show() -> None:
    """Five rows and five columns, and then three rows and five columns: the factor is that of the columns."""
    mine = {
        "a": gradient("a", 5 * W, W, X=np.ones((5, 5)), Y=np.ones((7, 5))),
        "b": gradient("b", 5 * W, W, X=np.ones((3, 4)), Y=np.ones((7, 5))),
    }
    details = {why.detail for why in explain_by_pattern(mine).values()}
    assert details <= {"`g` comes out times the number of columns of `Y`."}


@pytest.mark.parametrize(
    "actual, expected",
    [(3.0, 6.0), (-4.0, 4.0), (np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0])), (0.75, 1.5)],
    ids=["half of six", "four and minus four", "three small ones", "a single number"],
)
def test_factor_is_not_read_from_small_whole_numbers_or_from_one(actual: Any, expected: Any) -> None:
    assert not explain_by_pattern({"a": gradient("a", actual, expected)})


def test_two_single_numbers_that_agree_tell_a_factor() -> None:
    mine = {"a": gradient("a", 0.75, 1.5), "b": gradient("b", -1.35, -2.7), "c": gradient("c", 3.0, 6.0)}
    assert all(why.name == "constant-ratio" and why.certain for why in explain_by_pattern(mine).values())


def test_number_that_is_not_finite_needs_no_other_check() -> None:
    mine = {"a": gradient("a", np.inf, 1.5), "b": gradient("b", 2.75, 1.5)}
    assert {check: why.name for check, why in explain_by_pattern(mine).items()} == {"a": "not-finite"}


def test_zero_where_another_check_has_a_number_is_no_gradient_that_does_not_arrive() -> None:
    """A bias's gradient times the bias is zero where the bias is."""
    mine = {"a": gradient("a", 0.0, 8.0)}
    assert explain_by_pattern(mine)["a"].name == "all-zero"
    assert not explain_by_pattern(mine | {"b": gradient("b", 2.75, 1.5)})


def test_first_wrong_gradient_is_named_if_no_pattern_fits() -> None:
    why = explain_by_pattern({"a": gradient("a", {"z": W, "w": W * W}, {"z": W, "w": W})})["a"]
    assert (why.name, why.detail) == ("first-wrong", "It is `w`.")
    assert not explain_by_pattern({"a": gradient("a", W * W, W)})


def test_first_wrong_value_is_not_named_where_none_is_computed_from_another() -> None:
    mine = failure("a", {"losses": B, "W1": W * W}, {"losses": B, "W1": W})
    assert not explain_by_pattern({"a": mine})


def test_pattern_texts_hold_no_number() -> None:
    assert not any(character.isdigit() for text in PATTERNS.values() for character in text)


def test_reordered_numbers_are_no_extra_dimension() -> None:
    assert not names(gradient("a", W.reshape(3, 2), W, **INPUTS))


def test_first_wrong_value_may_be_no_number() -> None:
    mine = gradient("a", {"y": W, "z": None, "w": -W}, {"y": W, "z": W, "w": W})
    why = explain_by_pattern({"a": mine})["a"]
    assert (why.name, why.detail) == ("first-wrong", "It is `z`.")
