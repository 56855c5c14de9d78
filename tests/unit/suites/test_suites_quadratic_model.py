"""What the audit of `quadratic-model` does not show: several slips at once, and functions that call others.

`grade audit` runs every misconception and variant, and the solution with fifty seeds.
"""

from collections import Counter
from typing import Final

import pytest

from grader.diagnosis.catalogue import load_catalogue
from grader.model.check import Outcome
from tests.unit.suites.breaking import assignment, mistaken, run, solution, stub

NAME: Final = "quadratic-model"

SUITE: Final = assignment(NAME).files.suite
MISTAKES: Final = {entry.name: entry for entry in load_catalogue(SUITE)}
TOGETHER: Final = (
    ("forward-without-bias", "loss-sum", "backward-dw1-with-x", "step-uphill"),
    ("forward-x-not-squared", "loss-half-of-the-mean", "stages-square-without-2"),
    ("loss-one-for-each-sample", "stages-residual-reversed", "fit-loss-after-the-update"),
)
"""Mistakes of different parts."""

REUSE: Final = ("batches_of_one", "from_forward_and_backward", "from_stages")
"""Variants some of whose functions call others of them, in other ways than the course's own."""


def test_the_solution_passes_every_check() -> None:
    grading = run(NAME, solution(NAME))
    assert grading.failed == {}
    assert grading.faults == ()


def test_the_stub_passes_no_check() -> None:
    grading = run(NAME, stub(NAME))
    assert grading.passed == []
    assert set(grading.failed.values()) == {Outcome.NOT_STARTED}


def test_every_part_has_enough_checks_and_no_more_than_half_are_visible() -> None:
    checks = run(NAME, solution(NAME)).checks
    counts = Counter(check.part for check in checks)
    least = {"forward": 6, "loss": 6, "backward": 10, "training": 10}
    assert {part: min(counts[part], least[part]) for part in least} == least
    assert 0.25 < sum(not check.hidden for check in checks) / len(checks) <= 0.5


@pytest.mark.parametrize("mistakes", TOGETHER)
def test_mistakes_in_several_parts_cost_points_in_these_alone(mistakes: tuple[str, ...]) -> None:
    grading = run(NAME, mistaken(NAME, *mistakes))
    assert grading.lost == {MISTAKES[mistake].part for mistake in mistakes}
    assert grading.faults == ()


def test_two_turned_signs_cost_points_in_both_parts() -> None:
    assert run(NAME, mistaken(NAME, "backward-wrong-sign", "step-uphill")).lost == {"backward", "training"}


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


def _written_as(variant: str) -> str:
    """Text of a right submission in another style."""
    return f"{solution(NAME)}\n\n{(SUITE / 'variants' / f'{variant}.py').read_text(encoding='utf-8')}"
