"""Derivatives by differences fail two checks of each backward part that are made for them.

Elsewhere they are live: complex steps, which lose no digits, get no other number wrong. In the engine they
run out of time in the visible chain of 3,000 nodes, and so are not tried in checks of that kind.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

import pytest

from grader.grading.grade import suite_job
from grader.model.check import Outcome
from grader.model.isolation import Isolation
from grader.suite.jobs import RunRequest, Selection, SubmissionJob
from grader.suite.runner import Runner
from tests.attacks.harness.arena import Arena
from tests.attacks.harness.differences import METHODS, PROGRAMS
from tests.unit.suites.breaking import Grading, assignment, run, solution

LARGE: Final = {
    "scalar-graphs": ("engine", "hidden/test_engine_order.py::test_large_graph", Outcome.TIMEOUT),
    "quadratic-model": ("backward", "hidden/test_more_gradients.py::test_tiny_inputs", Outcome.WRONG),
    "two-layer-mlp": ("backward", "hidden/test_backward.py::test_large_network", Outcome.TIMEOUT),
}
"""By assignment: the part, the hidden check that differences fail, and how."""
VISIBLE: Final = {
    "scalar-graphs": "visible/test_engine.py::test_long_chain",
    "quadratic-model": "visible/test_backward.py::test_tiny_inputs",
    "two-layer-mlp": "visible/test_backward.py::test_large_network",
}
"""By assignment: the visible check that they fail in the same way."""


Note = Callable[[str, tuple[str, ...]], None]


def by_differences(name: str, method: str) -> str:
    """Write the solution with its backward pass replaced by differences."""
    return f"{solution(name)}\n{METHODS[method]}\n{PROGRAMS[name]}"


@cache
def complex_steps(name: str) -> Grading:
    """Grade complex steps."""
    return run(name, by_differences(name, "complex steps"))


@pytest.mark.parametrize("level", [Isolation.L3, Isolation.L4])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", LARGE)
def test_differences_fail_the_check_made_for_them(
    name: str, method: str, level: Isolation, arena: Arena, record_property: Note
) -> None:
    if problem := arena.problem(level):
        pytest.skip(problem)
    _, check, outcome = LARGE[name]
    submission = SubmissionJob(
        source=by_differences(name, method), seed=1, selection=Selection(checks=(check,))
    )
    with Runner(levels=[level.name]) as runner:
        run = runner.start(RunRequest(suite=suite_job(assignment(name)), submission=submission)).finish()
    (one,) = run.checks
    record_property("attack", ("differences", f"{method} for {name}", level.name, str(one.outcome)))
    assert run.faults == ()
    assert one.outcome is outcome


@pytest.mark.parametrize("name", LARGE)
def test_complex_steps_get_no_other_number_wrong(name: str, record_property: Note) -> None:
    part, check, outcome = LARGE[name]
    grading = complex_steps(name)
    assert grading.failed[VISIBLE[name]] is outcome
    made = (check, VISIBLE[name])
    others = {one: outcome for one, outcome in grading.failed.items() if one not in made}
    assert set(others.values()) <= ({Outcome.TIMEOUT} if name == "scalar-graphs" else set())
    assert grading.lost == {part}
    live = any(one.id in grading.passed for one in grading.checks if one.part == part)
    shown = "live" if live else "NOT LIVE"
    record_property("attack", ("differences", f"complex steps for {name}", "without", shown))
    assert live


@pytest.mark.parametrize("name", LARGE)
def test_solution_passes_the_check_made_for_differences(name: str) -> None:
    _, check, _ = LARGE[name]
    assert check in run(name, solution(name)).passed
