"""Patterns of values that nothing is differentiated by, and that none of their words is about gradients."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.error_patterns import WrongValue, first_wrong_value
from grader.diagnosis.failure_signature import Answer, FailureSignature
from grader.diagnosis.plain_patterns import PLAIN_PATTERNS, differentiates, recognise_plain
from grader.model.check import Difference
from grader.oracle import Case
from tests.support.small_suites import SmallSuite, by_name
from tests.unit.suites.breaking import ROOT

CASES: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "unsorted-input": (35.0, 32.0, {"numbers": [27, 32, 35, 43, 6]}),
    "not-sorted": ([3, 1, 2], [1, 2, 3], {}),
    "sorted": ([1, 2, 3], [3, 1, 2], {}),
    "other-order": ([3, 1, 2], [2, 3, 1], {}),
    "rounded-down": (1.0, 1.5, {}),
    "rounded": (2.0, 1.7, {}),
    "off-by-one": (4, 5, {}),
    "end-left-out": ([1, 2], [1, 2, 3], {}),
    "end-too-many": ([1, 2, 3], [2, 3], {}),
}


def wrong(actual: Any, expected: Any, inputs: dict[str, Any]) -> WrongValue:
    """The wrong value of a failed check."""
    case = Case(name="case", seed=0, inputs=inputs, values={}, gradients={})
    as_array = [np.array(one) if isinstance(one, list) else one for one in (actual, expected)]
    difference = Difference(name="result", problem="value", message="")
    answer = Answer(name="result", actual=as_array[0], expected=as_array[1], describe=lambda: difference)
    found = first_wrong_value(FailureSignature.of("check", "part", [answer], case))
    assert found is not None
    return found


@pytest.mark.parametrize("name", CASES)
def test_pattern_of_plain_values_is_recognised(name: str) -> None:
    assert recognise_plain(wrong(*CASES[name])) == (name,)


@pytest.mark.parametrize(
    "actual, expected, inputs",
    [
        (3.5, 2.25, {"numbers": [1, 5, 9]}),
        (9, 5, {}),
        ([1, 2], [1, 2, 3, 4], {}),
        ([2, 2], [1, 3], {}),
        (6.0, 4.0, {"words": ["a", "b"], "ragged": [[1], [2, 3]], "one": [4]}),
    ],
)
def test_other_values_are_no_pattern_of_order_or_end(
    actual: Any, expected: Any, inputs: dict[str, Any]
) -> None:
    assert recognise_plain(wrong(actual, expected, inputs)) == ()


def test_mean_of_the_two_in_the_middle_is_recognised() -> None:
    value = wrong(46.5, 42.5, {"numbers": [13, 44, 48, 45, 39, 41]})

    assert recognise_plain(value) == ("unsorted-input",)


def test_no_word_of_plain_patterns_is_about_gradients() -> None:
    assert set(PLAIN_PATTERNS) == {*CASES, "empty-input"}
    for text in PLAIN_PATTERNS.values():
        assert not {"gradient", "loss"} & {*text.lower().split()}
        assert not any(character.isdigit() for character in text)


def test_suite_with_recorded_gradients_is_one_that_differentiates(tmp_path: Path) -> None:
    assert differentiates([ROOT / "tests" / "suites" / "two-layer-mlp" / "visible"])
    assert not differentiates([tmp_path])


def test_report_of_plain_values_tells_what_is_seen(tmp_path: Path) -> None:
    small_suite = SmallSuite(tmp_path / "suite")
    small_suite.visible("""
        @pytest.mark.part("one")
        @pytest.mark.parametrize("numbers", [[1, 2], [2, 3], []], ids=["low", "high", "empty"])
        def test_mean(submission, expect, numbers):
            expect(submission.mean(numbers), sum(numbers) / 2, "mean")
        """)

    checks = by_name(small_suite.run("def mean(numbers): return sum(numbers) // len(numbers)"))

    rounded, empty = checks["test_mean[low]"].explanation, checks["test_mean[empty]"].explanation
    assert rounded is not None
    assert (rounded.name, rounded.certain) == ("rounded-down", True)
    assert empty is not None
    assert empty.name == "empty-input"
    assert str(checks["test_mean[empty]"].calls[0]) == "mean(numbers: [])"
