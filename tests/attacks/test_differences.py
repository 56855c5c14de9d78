"""Derivatives by differences fail the one check of each backward part that is made for them.

Elsewhere they are live: complex steps, which lose no digits, get no other number wrong. In the engine they
run out of time already in the visible chain of 3,000 nodes, and so are not tried in checks of that kind.
"""

from functools import cache
from typing import Final

import pytest

from grader.model.check import Outcome
from tests.attacks.harness.differences import METHODS, PROGRAMS
from tests.unit.suites.breaking import Grading, run, solution

LARGE: Final = {
    "scalar-graphs": ("engine", "hidden/test_engine_order.py::test_large_graph", Outcome.TIMEOUT),
    "quadratic-model": ("backward", "hidden/test_more_gradients.py::test_tiny_inputs", Outcome.WRONG),
    "two-layer-mlp": ("backward", "hidden/test_backward.py::test_large_network", Outcome.TIMEOUT),
}
"""By assignment: the part, the check that differences fail, and how."""


@cache
def by_differences(name: str, method: str) -> Grading:
    """Grade the solution with its backward pass replaced by differences."""
    return run(name, f"{solution(name)}\n{METHODS[method]}\n{PROGRAMS[name]}")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", LARGE)
def test_differences_fail_the_check_made_for_them(name: str, method: str) -> None:
    _, check, outcome = LARGE[name]
    grading = by_differences(name, method)
    assert grading.faults == ()
    assert grading.failed.get(check) is outcome


@pytest.mark.parametrize("name", LARGE)
def test_complex_steps_get_no_other_number_wrong(name: str) -> None:
    part, check, _ = LARGE[name]
    grading = by_differences(name, "complex steps")
    others = {one: outcome for one, outcome in grading.failed.items() if one != check}
    assert set(others.values()) <= ({Outcome.TIMEOUT} if name == "scalar-graphs" else set())
    assert grading.lost == {part}
    assert any(one.id in grading.passed for one in grading.checks if one.part == part)


@pytest.mark.parametrize("name", LARGE)
def test_solution_passes_the_check_made_for_differences(name: str) -> None:
    _, check, _ = LARGE[name]
    assert check in run(name, solution(name)).passed
