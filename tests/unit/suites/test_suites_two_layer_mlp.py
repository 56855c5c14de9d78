"""The suite of the two-layer MLP: right passes, wrong loses, and one slip costs one part."""

import ast
import functools
import itertools
import types
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from grader.diagnosis.catalogue import load_catalogue, wrong_source
from grader.oracle import Recordings
from grader.oracle.recordings import Case
from grader.scoring import Outcome
from tests.unit.suites.breaking import assignment, run, solution, stub

NAME: Final = "two-layer-mlp"

_SUITE: Final = assignment(NAME).files.suite
_SLIPS: Final = {slip.name: slip for slip in load_catalogue(_SUITE).entries}
_VARIANTS: Final = sorted((_SUITE / "variants").glob("*.py"))

_PARTS: Final = {
    "activate": "activations",
    "activate_grad": "activations",
    "forward": "forward",
    "loss": "loss",
    "loss_grad": "loss",
    "backward": "backward",
    "train": "training",
}
_ALONE: Final = "two-signs-that-cancel"
"""The slip whose edits touch the code of another part too."""

_OF_PART: Final = {
    part: [slip.name for slip in _SLIPS.values() if slip.part == part and slip.name != _ALONE]
    for part in dict.fromkeys(_PARTS.values())
}


def _beside(part: str, *others: str) -> list[tuple[str, ...]]:
    """Put beside every slip of a part one of the others, which begin anew after the last."""
    rest = itertools.cycle([slip for other in others for slip in _OF_PART[other]])
    return [(slip, next(rest)) for slip in _OF_PART[part]]


def _one_of_each_part() -> list[tuple[str, ...]]:
    """Put beside every slip of training one of each other part, from all over the catalogue."""
    rounds = len(_OF_PART["training"])
    return [
        tuple(slips[number * len(slips) // rounds] for slips in _OF_PART.values()) for number in range(rounds)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_solution_passes_every_check(seed: int) -> None:
    grading = run(NAME, solution(NAME), seed)
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
    grading = run(NAME, f"{solution(NAME)}\n\n{_in_stub(function)}\n")
    assert (grading.lost, grading.faults) == ({_PARTS[function]}, ())


# Losses call nothing of activations and forward, nor the other way about: what either of two slips costs
# besides, in backward or training, still shows.
@pytest.mark.parametrize("slips", _beside("loss", "activations", "forward"), ids=" + ".join)
def test_a_slip_in_a_loss_or_before_it_costs_its_own_part_and_no_other(slips: tuple[str, ...]) -> None:
    _costs_their_parts_alone(slips, seed=0)


# Only training calls backward, which is all that a slip there could cost besides.
@pytest.mark.parametrize("slips", _beside("backward", "loss"), ids=" + ".join)
def test_a_slip_in_backward_costs_its_own_part_and_no_other(slips: tuple[str, ...]) -> None:
    _costs_their_parts_alone(slips, seed=1)


# Nothing calls train, so that a slip there costs nothing besides.
@pytest.mark.parametrize("slips", _one_of_each_part(), ids=" + ".join)
def test_a_slip_in_every_part_costs_every_part(slips: tuple[str, ...]) -> None:
    _costs_their_parts_alone(slips, seed=2)


def test_two_signs_that_cancel_cost_the_part_of_the_first() -> None:
    _costs_their_parts_alone((_ALONE,), seed=0)


def test_every_slip_is_tried() -> None:
    groups = [_beside("loss", "activations", "forward"), _beside("backward", "loss"), _one_of_each_part()]
    assert {slip for group in groups for slips in group for slip in slips} | {_ALONE} == set(_SLIPS)


@pytest.mark.parametrize(
    "variant, seed",
    list(zip(_VARIANTS, itertools.cycle(range(3)), strict=False)),
    ids=lambda value: getattr(value, "stem", str(value)),
)
def test_a_right_solution_written_otherwise_loses_nothing(variant: Path, seed: int) -> None:
    grading = run(NAME, f"{solution(NAME)}\n\n{variant.read_text(encoding='utf-8')}", seed)
    assert (grading.failed, grading.faults) == ({}, ())


@pytest.mark.parametrize("slip, times", [("slope-by-differences", 2), ("gradients-by-differences", 4)])
def test_differences_pass_for_derivatives_but_where_the_loss_is_large(slip: str, times: int) -> None:
    failed = run(NAME, _with((slip,))).failed
    assert len(failed) == times
    assert all("far_targets" in check for check in failed)


@pytest.mark.parametrize(
    "example, constant", [("line", "LINE"), ("plane", "PLANE"), ("textbook", "TEXTBOOK")]
)
def test_worked_examples_start_from_the_handout_s_parameters(example: str, constant: str) -> None:
    module = types.ModuleType("solved")
    exec(compile(solution(NAME), "solved", "exec"), vars(module))  # noqa: S102  # our own solution
    right = getattr(module, constant)
    recorded = _cases(hidden=False)[example][0].inputs["params"]
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
    for case in _networks(hidden=hidden):
        for stage, function in (("z1", "activation"), ("z2", "output_activation")):
            if case.inputs[function] == "relu":
                assert np.abs(case.values[stage]).min() > 1e-3


def test_the_recordings_are_small() -> None:
    files = [path for side in (True, False) for path in (_folder(hidden=side) / "recordings").iterdir()]
    assert sum(path.stat().st_size for path in files) < 1_500_000


def _costs_their_parts_alone(slips: tuple[str, ...], seed: int) -> None:
    """Fail if one of the slips costs nothing, or another part than its own."""
    grading = run(NAME, _with(slips), seed)
    assert (grading.lost, grading.faults) == ({_SLIPS[slip].part for slip in slips}, ())


def _with(slips: tuple[str, ...]) -> str:
    """Make slips in the solution, one after the other."""
    return functools.reduce(
        lambda source, slip: wrong_source(_SLIPS[slip], source, _SUITE), slips, solution(NAME)
    )


def _in_stub(function: str) -> str:
    """Text of a function as the stub has it."""
    text = stub(NAME)
    found = [node for node in ast.parse(text).body if getattr(node, "name", "") == function]
    return ast.get_source_segment(text, found[0]) or ""


def _folder(*, hidden: bool) -> Any:
    return assignment(NAME).hidden if hidden else assignment(NAME).visible


def _cases(*, hidden: bool) -> dict[str, list[Case]]:
    folder = _folder(hidden=hidden)
    recordings = [
        Recordings(folder).load(path.stem) for path in sorted((folder / "recordings").glob("*.rec"))
    ]
    return {one.name: [one.draw(seed) for seed in one.seeds] for one in recordings}


def _networks(*, hidden: bool) -> list[Case]:
    """All recorded cases with gradients of a whole network."""
    return [case for cases in _cases(hidden=hidden).values() for case in cases if "W1" in case.gradients]


def _sizes(case: Case) -> tuple[int, int, int, int]:
    """Give N, D, H, K."""
    (samples, inputs), (outputs, hidden) = case.inputs["X"].shape, case.inputs["params"]["W2"].shape
    return samples, inputs, hidden, outputs
