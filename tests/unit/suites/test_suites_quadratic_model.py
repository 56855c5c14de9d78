"""The suite of `quadratic-model` accepts what is right, and a slip costs points in its own part alone."""

from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from _pytest.mark.structures import ParameterSet

from grader.diagnosis.catalogue import load_catalogue, wrong_source
from grader.oracle import OracleCase
from grader.oracle.recordings import Recordings
from grader.scoring import Outcome
from tests.unit.suites.breaking import assignment, run, solution, stub

NAME: Final = "quadratic-model"
SEEDS: Final = range(3)

SUITE: Final = assignment(NAME).files.suite
VARIANTS: Final = sorted((SUITE / "variants").glob("*.py"))
MISTAKES: Final = {entry.name: entry for entry in load_catalogue(SUITE).entries}
PARTS: Final = ("forward", "loss", "backward", "training")
SLIPS: Final = (
    *("forward-without-bias", "forward-x-not-squared", "forward-weights-exchanged"),
    *("loss-sum", "loss-half-of-the-mean", "loss-one-for-each-sample"),
    *("stages-square-without-2", "stages-residual-reversed", "backward-dw1-with-x"),
    *("step-uphill", "fit-step-divided-by-samples", "fit-loss-after-the-update"),
)
"""Mistakes that are tried alone; all others, one of each part at a time."""

REUSE: Final = ("batches_of_one", "from_forward_and_backward", "from_stages")
"""Variants some of whose functions call others of them, in other ways than the course's own."""


def rounds() -> list[list[str]]:
    """List names of mistakes, at most one of each part, until every mistake has come up."""
    by_part = [[name for name, entry in MISTAKES.items() if entry.part == part] for part in PARTS]
    return [[name for name in names if name] for names in zip_longest(*by_part)]


def with_seeds() -> list[ParameterSet]:
    """Give every round a seed in turn, and every seventh all of them."""
    return [
        pytest.param(mistakes, seed, id=f"{', '.join(mistakes)}-{seed}")
        for number, mistakes in enumerate(rounds())
        for seed in SEEDS
        if number % 7 == 0 or seed == number % len(SEEDS)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_solution_passes_every_check(seed: int) -> None:
    grading = run(NAME, solution(NAME), seed)
    assert grading.failed == {}
    assert grading.faults == ()


def test_the_stub_passes_no_check() -> None:
    grading = run(NAME, stub(NAME))
    assert grading.passed == []
    assert set(grading.failed.values()) == {Outcome.NOT_STARTED}


def test_every_part_has_enough_checks_and_about_a_third_are_visible() -> None:
    checks = run(NAME, solution(NAME)).checks
    counts = Counter(check.part for check in checks)
    least = {"forward": 6, "loss": 6, "backward": 10, "training": 10}
    assert {part: min(counts[part], least[part]) for part in least} == least
    assert 0.25 < sum(not check.hidden for check in checks) / len(checks) < 0.45


@pytest.mark.parametrize("mistake", SLIPS)
def test_a_mistake_costs_points_in_its_part_alone(mistake: str) -> None:
    grading = run(NAME, _wrong(mistake))
    assert grading.lost == {MISTAKES[mistake].part}
    assert grading.faults == ()


@pytest.mark.parametrize("mistakes,seed", with_seeds())
def test_every_mistake_of_the_catalogue_costs_points(mistakes: list[str], seed: int) -> None:
    grading = run(NAME, _wrong(*mistakes), seed)
    assert grading.lost == {MISTAKES[mistake].part for mistake in mistakes}
    assert grading.faults == ()


def test_two_turned_signs_cost_points_in_both_parts() -> None:
    assert run(NAME, _wrong("backward-wrong-sign", "step-uphill")).lost == {"backward", "training"}


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda path: path.stem)
def test_a_right_solution_written_in_another_way_loses_nothing(variant: Path) -> None:
    grading = run(NAME, _written_as(variant.stem), seed=1)
    assert grading.failed == {}
    assert grading.faults == ()


# Neither of forward and loss calls the other: what either of them costs besides still shows.
@pytest.mark.parametrize("variant", REUSE)
@pytest.mark.parametrize(
    "spoilt",
    [{"forward": "forward", "loss": "loss"}, {"stages": "backward"}, {"backward": "backward"}],
    ids=" and ".join,
)
def test_a_function_that_others_call_costs_its_own_part_alone(variant: str, spoilt: dict[str, str]) -> None:
    wrong = "".join(
        f"import functools\n_right_{name} = {name}\n@functools.wraps(_right_{name})\n"
        f"def {name}(*args, **kwargs):\n    return None, _right_{name}\n"
        for name in spoilt
    )
    grading = run(NAME, f"{_written_as(variant)}\n\n{wrong}")
    assert grading.lost == set(spoilt.values())
    assert grading.faults == ()


@pytest.mark.parametrize("folder", ["visible", "hidden"])
def test_autograd_agrees_with_central_differences(folder: str) -> None:
    record = pytest.importorskip("grader.oracle.record", reason="recording needs torch")
    path = assignment(NAME).files.suite / folder
    recordings = Recordings(path)
    compared = 0
    for one in record.load_cases(path):
        assert isinstance(one, OracleCase)
        drawn = recordings.load(one.name).draw(0)
        for name, gradient in drawn.gradients.items():
            slope, rounding = record.numerical_slope(one, drawn.inputs, name, np.ones(np.shape(gradient)))
            assert slope == pytest.approx(np.sum(gradient), rel=1e-6, abs=1e-8 + rounding)
            compared += 1
    assert compared > 0


def _wrong(*mistakes: str) -> str:
    """Text of a submission that makes all these mistakes."""
    source = solution(NAME)
    for mistake in mistakes:
        source = wrong_source(MISTAKES[mistake], source, SUITE)
    return source


def _written_as(variant: str) -> str:
    """Text of a right submission in another style."""
    return f"{solution(NAME)}\n\n{(SUITE / 'variants' / f'{variant}.py').read_text(encoding='utf-8')}"
