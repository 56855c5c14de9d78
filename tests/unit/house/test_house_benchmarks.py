"""The benchmark of a class fails where one costs too much, and its baseline still grades the suite."""

import subprocess
from collections import Counter

import pytest

from benchmarks.bench_cohort import PLAIN, report, subject
from benchmarks.bench_grade import (
    COURSE,
    FLOOR,
    MISTAKEN,
    PLAIN_VISIBLE,
    RELEASE,
    ROOT,
    SUITE,
    plain_command,
)
from benchmarks.bench_grade import PLAIN as PLAIN_ONE
from benchmarks.bench_grade import report as report_one
from benchmarks.measure import Cost
from benchmarks.mixed_class import EVEN_MIX, MIX, PLATFORMS, draw_class
from grader.diagnosis.catalogue import load_catalogue


@pytest.mark.slow
def test_plain_pytest_passes_the_solution_on_every_check() -> None:
    pytest.importorskip("torch")
    command = (*plain_command(), str(SUITE / "visible"), str(SUITE / "hidden"))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize(
    "sizes, right, mix, download, memory, status",
    [
        ((10, 60), 0.15, 0.35, 16.7, 100, 0),
        ((60,), 0.5, 0.9, 12.0, 100, 0),
        ((60,), 0.5, 0.9, 16.9, 100, 1),
        ((10, 60), 0.21, 0.2, 12.0, 100, 1),
        ((10, 60), 0.1, 0.41, 12.0, 100, 1),
        ((10, 60), 0.1, 0.2, 16.9, 100, 1),
        ((10, 60), 0.1, 0.2, 12.0, 151, 1),
        ((10, 60, 2000), 0.099, 0.159, 12.0, 100, 0),
        ((10, 60, 2000), 0.101, 0.159, 12.0, 100, 1),
        ((10, 60, 2000), 0.099, 0.161, 12.0, 100, 1),
    ],
)
def test_benchmark_fails_where_a_submission_a_download_or_a_core_costs_too_much(
    sizes: tuple[int, ...], right: float, mix: float, download: float, memory: float, status: int
) -> None:
    costs = {PLAIN: Cost(wall=4.0, cpu=4.0)}
    costs |= {f"a download of {name}": Cost(wall=9.0, cpu=download) for name in PLATFORMS}
    for kind, cpu in (("right", right), ("mix", mix), ("even mix", 9.0)):
        costs |= {subject(kind, size): Cost(wall=1.0, cpu=1.0 + cpu * size) for size in sizes}
    assert report(costs, sizes, memory) == status


@pytest.mark.parametrize("rise, status", [(1.09, 0), (1.11, 1)])
@pytest.mark.parametrize("rising", ["right", "mix"])
def test_benchmark_fails_where_a_submission_costs_more_in_a_larger_class(
    rising: str, rise: float, status: int
) -> None:
    costs = {PLAIN: Cost(wall=4.0, cpu=4.0)}
    costs |= {f"a download of {name}": Cost(wall=9.0, cpu=12.0) for name in PLATFORMS}
    for kind in ("right", "mix", "even mix"):
        more = 0.08 * rise if kind == rising else 0.08
        for size, cpu in ((10, 1.8), (200, 17.0), (2000, 17.0 + 1800 * more)):
            costs[subject(kind, size)] = Cost(wall=1.0, cpu=cpu)
    assert report(costs, (10, 200, 2000), 100) == status


@pytest.mark.parametrize(
    "course, release, mistaken, status",
    [(1.6, 1.6, 3.9, 0), (1.61, 1.0, 1.0, 1), (1.0, 1.61, 1.61, 1), (1.0, 1.0, 2.51, 1)],
)
def test_benchmark_fails_where_one_submission_costs_too_much(
    course: float, release: float, mistaken: float, status: int
) -> None:
    cpu = {COURSE: course, RELEASE: release, MISTAKEN: mistaken, PLAIN_ONE: 4.0, PLAIN_VISIBLE: 4.0}
    costs = {name: Cost(wall=1.0, cpu=seconds) for name, seconds in {**cpu, FLOOR: 0.2}.items()}
    assert report_one(costs) == status


def test_mix_has_the_shares_of_its_kinds_and_makes_few_mistakes_often() -> None:
    mistakes = {one.name for one in load_catalogue(SUITE)}
    made = Counter(name for name, _ in draw_class(2000, MIX))
    assert {kind: made[kind] for kind in made.keys() - mistakes} == {
        "right": 1100, "stub": 100, "broken": 60, "endless": 20, "waiting": 20,
    }  # fmt: skip
    often = sorted((count for name, count in made.items() if name in mistakes), reverse=True)
    assert sum(often) == 700
    assert 0.7 < sum(often[:50]) / 700 < 0.9
    evenly = Counter(name for name, _ in draw_class(2000, EVEN_MIX) if name in mistakes)
    assert sum(count for _, count in evenly.most_common(50)) / 700 < 0.5


def test_no_two_submissions_of_a_class_are_the_same_text() -> None:
    texts = [text for _, text in draw_class(300, MIX)]
    assert len({*texts}) == 300
    assert texts == [text for _, text in draw_class(300, MIX)]
