"""What the audit of `gradient-checking` does not show: several slips at once, and functions that call others.

`grade audit` runs every misconception and variant, and the solution with fifty seeds.
"""

from typing import Final

import pytest

from grader.diagnosis.catalogue import load_catalogue
from grader.model.check import Outcome
from tests.unit.suites.breaking import assignment, mistaken, run, solution, stub

NAME: Final = "gradient-checking"

SUITE: Final = assignment(NAME).files.suite
MISTAKES: Final = {entry.name: entry for entry in load_catalogue(SUITE)}
PARTS: Final = {
    "numerical_gradient": "numerical",
    "relative_errors": "comparing",
    "worst_entry": "comparing",
    "find_wrong": "checking",
    "check_gradient": "checking",
}
TOGETHER: Final = (
    ("one-side-ahead", "sum-below", "tolerance-of-the-claim"),
    ("moved-in-x-and-not-put-back", "worst-by-difference", "nan-is-accepted"),
    ("rows-at-once", "zeros-give-nan", "check-with-the-usual-step"),
    ("moves-cut-off-in-integers", "shapes-not-compared", "f-is-believed"),
)
"""Mistakes of all parts."""


def test_the_solution_passes_every_check() -> None:
    grading = run(NAME, solution(NAME))
    assert (grading.failed, grading.faults) == ({}, ())


def test_the_stub_passes_no_check() -> None:
    grading = run(NAME, stub(NAME))
    assert grading.passed == []
    assert set(grading.failed.values()) == {Outcome.NOT_STARTED}


def test_every_part_has_enough_checks_visible_and_hidden() -> None:
    checks = run(NAME, solution(NAME)).checks
    for part in set(PARTS.values()):
        of_part = [check for check in checks if check.part == part]
        assert len(of_part) >= 20
        assert 0.3 < sum(not check.hidden for check in of_part) / len(of_part) < 0.6
    assert all(check.hint for check in checks)


@pytest.mark.parametrize("function", PARTS)
def test_a_function_that_is_not_started_costs_its_own_part_alone(function: str) -> None:
    grading = run(NAME, _without(function))
    assert grading.lost == {PARTS[function]}
    assert grading.faults == ()


def test_find_wrong_alone_earns_half_of_its_part() -> None:
    checks = [check for check in run(NAME, _without("check_gradient")).checks if check.part == "checking"]
    passed = sum(check.outcome is Outcome.PASSED for check in checks)
    assert passed == len(checks) / 2


@pytest.mark.parametrize("mistakes", TOGETHER)
def test_mistakes_in_every_part_are_kept_apart(mistakes: tuple[str, ...]) -> None:
    grading = run(NAME, mistaken(NAME, *mistakes))
    assert grading.lost == {MISTAKES[mistake].part for mistake in mistakes} == set(PARTS.values())
    assert grading.faults == ()


@pytest.mark.parametrize("wrong", ["1.5 * _right(f, x, h)", "None", "[]", "_right(f, x, h)[:1]"])
def test_a_wrong_measurement_does_not_cost_points_for_checking(wrong: str) -> None:
    source = (
        f"{solution(NAME)}\n\n_right = numerical_gradient\n\n\n"
        f"def numerical_gradient(f, x, h=1e-5):\n    return {wrong}\n"
    )
    assert run(NAME, source).lost == {"numerical"}


def _without(function: str) -> str:
    """Text of a submission in which one function is as in the stub; it has the parameters that it had."""
    return (
        f"{solution(NAME)}\n\nimport functools\n\n_right = {function}\n\n\n@functools.wraps(_right)\n"
        f"def {function}(*args, **kwargs):\n    raise NotImplementedError\n"
    )
