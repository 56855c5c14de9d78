"""The suite of `quadratic-model` accepts what is right, and a slip costs points in its own part alone."""

from collections import Counter
from itertools import zip_longest

import numpy as np
import pytest
from _pytest.mark.structures import ParameterSet

from grader.oracle import OracleCase
from grader.oracle.recordings import Recordings
from grader.scoring import Outcome
from tests.unit.suites.breaking import assignment, run, solution, stub
from tests.unit.suites.quadratic_mistakes import MISTAKES, broken
from tests.unit.suites.quadratic_variants import REUSE, VARIANTS

NAME = "quadratic-model"
SEEDS = range(3)
SLIPS = {
    "forward": ["bias forgotten", "x not squared", "weights swapped"],
    "loss": ["Q2 sum", "Q5 half", "Q20 one for each sample"],
    "backward": ["Q1 without 2", "Q3 target minus prediction in stages", "Q7 dw1 uses x", "Q16 db is 0"],
    "training": ["T2 uphill", "T5 divided by the number of samples", "T12 loss after the update"],
}
"""One-line slips, which are tried alone; all others, one of each part at a time."""


def rounds() -> list[dict[str, str]]:
    """List names of mistakes by part, at most one of each part, until every mistake has come up."""
    return [
        {part: name for part, name in zip(MISTAKES, names, strict=True) if name}
        for names in zip_longest(*MISTAKES.values())
    ]


def with_seeds() -> list[ParameterSet]:
    """Give every round a seed in turn, and every seventh all of them."""
    return [
        pytest.param(mistakes, seed, id=f"{', '.join(mistakes.values())}-{seed}")
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


@pytest.mark.parametrize("part,name", [(part, name) for part, names in SLIPS.items() for name in names])
def test_a_slip_costs_points_in_its_part_alone(part: str, name: str) -> None:
    grading = run(NAME, broken(MISTAKES[part][name]))
    assert grading.lost == {part}
    assert grading.faults == ()


@pytest.mark.parametrize("mistakes,seed", with_seeds())
def test_every_mistake_of_the_catalogue_costs_points(mistakes: dict[str, str], seed: int) -> None:
    grading = run(NAME, broken(*(MISTAKES[part][name] for part, name in mistakes.items())), seed)
    assert grading.lost == set(mistakes)
    assert grading.faults == ()


def test_two_turned_signs_cost_points_in_both_parts() -> None:
    source = broken(MISTAKES["backward"]["Q3 target minus prediction"], MISTAKES["training"]["T2 uphill"])
    assert run(NAME, source).lost == {"backward", "training"}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_right_solution_written_in_another_way_loses_nothing(variant: str) -> None:
    grading = run(NAME, broken(VARIANTS[variant]), seed=1)
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
    grading = run(NAME, broken(VARIANTS[variant], wrong))
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
