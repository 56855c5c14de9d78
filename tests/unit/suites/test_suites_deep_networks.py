"""What the audit of `deep-networks` does not show: functions not started, two slips at once, its numbers.

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

NAME: Final = "deep-networks"

_SUITE: Final = assignment(NAME).files.suite
_SLIPS: Final = {slip.name: slip for slip in load_catalogue(_SUITE)}

_PARTS: Final = {
    "forward": "layers",
    "backward": "layers",
    "gradient_norms": "depth",
    "mean_slopes": "depth",
    "xavier": "initialisation",
    "he": "initialisation",
    "collapse": "collapse",
}
_TOGETHER: Final = (
    ("activation-after-the-last-layer", "norms-squared"),
    ("no-slope-on-the-way-back", "slopes-at-h"),
    ("gradients-last-layer-first", "norms-of-hidden-layers-only"),
    ("biases-left-out", "slope-at-the-mean", "he-without-2", "last-bias-only"),
    (
        "layers-popped-off-the-list",
        "norms-with-biases",
        "xavier-columns-are-units",
        "factors-in-reading-order",
    ),
)
"""Slips in different parts of which one calls what another is in."""


def test_solution_passes_every_check() -> None:
    grading = run(NAME, solution(NAME))
    assert (grading.failed, grading.faults) == ({}, ())


def test_every_part_has_visible_and_hidden_checks() -> None:
    checks = run(NAME, solution(NAME)).checks
    assert len(checks) >= 80
    for part in set(_PARTS.values()):
        assert {check.hidden for check in checks if check.part == part} == {False, True}
    assert sum(check.part == "layers" for check in checks) >= 30
    assert len({check.title for check in checks}) == len(checks)
    assert all(check.hint for check in checks)


def test_stub_passes_nothing_and_is_told_to_start() -> None:
    grading = run(NAME, stub(NAME))
    assert set(grading.failed.values()) == {Outcome.NOT_STARTED}
    assert grading.passed == []


@pytest.mark.parametrize("function", _PARTS)
def test_function_that_is_not_started_costs_its_own_part(function: str) -> None:
    grading = run(NAME, f"{solution(NAME)}\n\n{stub_function(NAME, function)}\n")
    assert (grading.lost, grading.faults) == ({_PARTS[function]}, ())


@pytest.mark.parametrize("slips", _TOGETHER, ids=" + ".join)
def test_slips_in_several_parts_cost_these_parts_alone(slips: tuple[str, ...]) -> None:
    source = mistaken(NAME, *slips)
    grading = run(NAME, source)
    assert (grading.lost, grading.faults) == ({_SLIPS[slip].part for slip in slips}, ())


def test_global_generator_is_told_apart_from_the_one_given() -> None:
    told = {
        "he-from-the-global-generator": "np.random",
        "he-seeds-the-global-generator": "np.random, seeded in every call",
        "he-makes-its-own-generator": "a generator that always begins anew",
        "he-makes-an-unseeded-generator": "a new generator without a seed",
    }
    for slip, source in told.items():
        checks = run(NAME, mistaken(NAME, slip)).checks
        failed = [check for check in checks if check.outcome is not Outcome.PASSED and not check.hidden]
        assert failed
        assert {one.actual for check in failed for one in check.differences} == {repr(source)}, slip


def test_another_way_to_draw_the_same_distribution_is_right() -> None:
    # The standard library's generator, seeded from the one given, draws quite other numbers.
    other = """
import random


def he(fan_in, fan_out, rng):
    own = random.Random(int(rng.integers(2**62)))
    return np.array([[own.gauss(0.0, (2 / fan_in) ** 0.5) for _ in range(fan_in)] for _ in range(fan_out)])
"""
    assert run(NAME, f"{solution(NAME)}\n\n{other}").failed == {}


def test_file_without_numpy_as_np_is_told_what_is_missing() -> None:
    source = solution(NAME).replace("import numpy as np\n", "import numpy\n").replace("np.", "numpy.")
    grading = run(NAME, source)
    assert (grading.lost, grading.faults) == ({"initialisation"}, ())
    failed = [check for check in grading.checks if check.outcome is not Outcome.PASSED]
    assert all("np" in check.message for check in failed)


def test_worked_example_starts_from_the_handout_s_parameters() -> None:
    module = types.ModuleType("solved")
    exec(compile(solution(NAME), "solved", "exec"), vars(module))  # noqa: S102  # our own solution
    (case,) = recorded_cases(NAME, hidden=False)["worked_chain"]
    recorded = [(W.tolist(), b.tolist()) for W, b in case.inputs["layers"]]
    assert recorded == [(W.tolist(), b.tolist()) for W, b in module.CHAIN]


def test_hidden_depths_and_widths_are_none_of_the_visible_ones() -> None:
    visible, hidden = ({_widths(case) for case in _networks(hidden=side)} for side in (False, True))
    assert not visible & hidden
    assert {len(widths) - 1 for widths in visible} >= {1, 3, 4, 12, 20}
    assert {len(widths) - 1 for widths in hidden} >= {1, 2, 4, 5, 30}
    for networks in (visible, hidden):
        assert any(len(set(widths)) == 1 < len(widths) - 1 for widths in networks)


@pytest.mark.parametrize("hidden", [False, True], ids=["visible", "hidden"])
def test_numbers_stay_clear_of_the_kink_of_relu(hidden: bool) -> None:  # noqa: FBT001  # a parameter of the test
    for case in _networks(hidden=hidden):
        if case.inputs["activation"] == "relu":
            for stage in case.values["stages"][:-1]:
                assert np.abs(stage["z"]).min() > 1e-3


def test_norms_vanish_and_explode_beyond_what_a_tolerance_would_hide() -> None:
    visible, hidden = recorded_cases(NAME, hidden=False), recorded_cases(NAME, hidden=True)
    assert visible["vanished"][0].values["norms"][0] < 1e-90
    assert max(case.values["norms"][0] for case in hidden["vanishing"]) < 1e-60
    assert min(case.values["norms"][0] for case in hidden["exploding"]) > 1e30


def test_recordings_are_small() -> None:
    files = [path for side in (True, False) for path in (_folder(hidden=side) / "recordings").iterdir()]
    assert sum(path.stat().st_size for path in files) < 800_000


def _folder(*, hidden: bool) -> Any:
    return assignment(NAME).hidden if hidden else assignment(NAME).visible


def _networks(*, hidden: bool) -> list[Case]:
    """All recorded cases that go through a network with activations."""
    return [
        case
        for cases in recorded_cases(NAME, hidden=hidden).values()
        for case in cases
        if "stages" in case.values
    ]


def _widths(case: Case) -> tuple[int, ...]:
    """Give D, the widths of the hidden layers, and K."""
    layers = case.inputs["layers"]
    return (layers[0][0].shape[1], *(len(b) for _, b in layers))
