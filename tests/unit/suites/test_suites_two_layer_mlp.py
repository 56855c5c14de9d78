"""What the audit of the two-layer MLP does not show: functions not started, two slips at once, its numbers.

`grade audit` runs every misconception and variant, and the solution with fifty seeds.
"""

import types
from typing import Any, Final

import numpy as np
import pytest

from grader.diagnosis.catalogue import load_catalogue
from grader.model.check import Outcome
from grader.oracle.recordings import Case
from tests.unit.suites.breaking import (
    assignment,
    mistaken,
    recorded_cases,
    run,
    solution,
    stub,
    stub_function,
)

NAME: Final = "two-layer-mlp"

_SUITE: Final = assignment(NAME).files.suite
_SLIPS: Final = {slip.name: slip for slip in load_catalogue(_SUITE)}

_PARTS: Final = {
    "activate": "activations",
    "activate_grad": "activations",
    "forward": "forward",
    "loss": "loss",
    "loss_grad": "loss",
    "backward": "backward",
    "train": "training",
}
_LINES_BEFORE: Final = 1_933
"""Lines of Python that the suite had when it did for itself what `grader.suite.api` does now."""
_TOGETHER: Final = (
    ("sigmoid-slope-on-z", "mse-slope-without-n"),
    ("hidden-bias-missing", "half-sse-slope-with-2"),
    ("mse-slope-without-2", "biases-averaged"),
    ("tanh-slope-on-z", "output-bias-missing", "mse-is-a-sum", "z1-for-h", "uphill"),
    ("relu-slope-always-1", "bias-as-a-column", "mse-slope-without-k", "inputs-for-h", "last-batch-dropped"),
)
"""Slips in different parts of which one calls what another is in."""


def test_the_solution_passes_every_check() -> None:
    grading = run(NAME, solution(NAME))
    assert (grading.failed, grading.faults) == ({}, ())


def test_there_are_enough_checks_of_every_part_visible_and_hidden() -> None:
    checks = run(NAME, solution(NAME)).checks
    assert len(checks) >= 55
    for part in set(_PARTS.values()):
        of_part = [check for check in checks if check.part == part]
        assert {check.hidden for check in of_part} == {False, True}
    assert sum(check.part == "backward" for check in checks) >= 14
    assert len({check.title for check in checks}) == len(checks)
    assert all(check.hint for check in checks)


def test_the_stub_passes_nothing_and_is_told_to_start() -> None:
    grading = run(NAME, stub(NAME))
    assert set(grading.failed.values()) == {Outcome.NOT_STARTED}
    assert grading.passed == []


@pytest.mark.parametrize("function", _PARTS)
def test_a_function_that_is_not_started_costs_its_own_part(function: str) -> None:
    grading = run(NAME, f"{solution(NAME)}\n\n{stub_function(NAME, function)}\n")
    assert (grading.lost, grading.faults) == ({_PARTS[function]}, ())


@pytest.mark.parametrize("slips", _TOGETHER, ids=" + ".join)
def test_slips_in_several_parts_cost_these_parts_alone(slips: tuple[str, ...]) -> None:
    grading = run(NAME, mistaken(NAME, *slips))
    assert (grading.lost, grading.faults) == ({_SLIPS[slip].part for slip in slips}, ())


@pytest.mark.parametrize("slip, times", [("slope-by-differences", 5), ("gradients-by-differences", 9)])
def test_differences_pass_for_derivatives_but_where_they_show(slip: str, times: int) -> None:
    failed = run(NAME, mistaken(NAME, slip)).failed
    assert len(failed) == times
    # The loss is large or its slope tiny, weights or digits are many, or a ReLU gets exactly 0.
    loss = ("far_targets", "far from y", "test_derivatives[cross_entropy]")
    shown = (*loss, "sure_classifier", "large_network", "relu_at_zero", "narrow_network")
    assert all(any(name in check for name in shown) for check in failed)


@pytest.mark.parametrize(
    "example, constant", [("line", "LINE"), ("plane", "PLANE"), ("textbook", "TEXTBOOK")]
)
def test_worked_examples_start_from_the_handout_s_parameters(example: str, constant: str) -> None:
    module = types.ModuleType("solved")
    exec(compile(solution(NAME), "solved", "exec"), vars(module))  # noqa: S102  # our own solution
    right = getattr(module, constant)
    recorded = recorded_cases(NAME, hidden=False)[example][0].inputs["params"]
    assert {name: value.tolist() for name, value in recorded.items()} == {
        name: value.tolist() for name, value in right.items()
    }


def test_hidden_shapes_are_none_of_the_visible_ones() -> None:
    visible, hidden = ({_sizes(case) for case in _networks(hidden=side)} for side in (False, True))
    assert not visible & hidden
    assert any(len(set(sizes)) == 1 for sizes in hidden)
    assert {sizes[0] for sizes in hidden} >= {1, 3, 6, 7}


@pytest.mark.parametrize("hidden", [False, True], ids=["visible", "hidden"])
def test_numbers_stay_clear_of_the_kink_of_relu(hidden: bool) -> None:  # noqa: FBT001  # a parameter of the test
    for case in (one for one in _networks(hidden=hidden) if one.name != "at_kink"):
        for stage, function in (("z1", "activation"), ("z2", "output_activation")):
            if case.inputs[function] == "relu":
                assert np.abs(case.values[stage]).min() > 1e-3


def test_visible_activations_are_asked_on_both_sides_close_to_0() -> None:
    (case,) = recorded_cases(NAME, hidden=False)["irregular_numbers"]
    z = case.inputs["z"]
    # A ReLU that opens a little to the right or left of 0 is right everywhere else.
    assert ((z > 0) & (z < 0.05)).any()
    assert ((z < 0) & (z > -0.05)).any()


def test_suite_is_shorter_by_a_third_than_before_authors_had_an_api() -> None:
    """A suite's author writes rules, not plumbing.

    This suite is the one that instructors copy. Where it grows past this, something in it belongs into
    `grader.suite.api` or `grader.oracle`, or is a table. Variants are programs to judge, and do not count.
    """
    files = [*_SUITE.glob("*.py"), *_SUITE.glob("visible/*.py"), *_SUITE.glob("hidden/*.py")]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    assert lines * 3 <= _LINES_BEFORE * 2


def test_the_recordings_are_small() -> None:
    files = [path for side in (True, False) for path in (_folder(hidden=side) / "recordings").glob("*.rec")]
    assert sum(path.stat().st_size for path in files) < 1_500_000


def _folder(*, hidden: bool) -> Any:
    return assignment(NAME).hidden if hidden else assignment(NAME).visible


def _networks(*, hidden: bool) -> list[Case]:
    """All recorded cases with gradients of a whole network."""
    return [
        case
        for cases in recorded_cases(NAME, hidden=hidden).values()
        for case in cases
        if "W1" in case.gradients
    ]


def _sizes(case: Case) -> tuple[int, int, int, int]:
    """Give N, D, H, K."""
    (samples, inputs), (outputs, hidden) = case.inputs["X"].shape, case.inputs["params"]["W2"].shape
    return samples, inputs, hidden, outputs
