"""The benchmark of a class fails where one costs too much, and its baseline still grades the suite."""

import subprocess

import pytest

from benchmarks.bench_cohort import PLAIN, PLATFORMS, report, subject
from benchmarks.bench_grade import ROOT, SUITE, plain_command
from benchmarks.measure import Cost


@pytest.mark.slow
def test_plain_pytest_passes_the_solution_on_every_check() -> None:
    pytest.importorskip("torch")
    command = (*plain_command(), str(SUITE / "visible"), str(SUITE / "hidden"))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize(
    "sizes, right, mix, memory, status",
    [
        ((10, 60), 0.15, 0.35, 100, 0),
        ((10, 60), 0.21, 0.2, 100, 1),
        ((10, 60), 0.1, 0.41, 100, 1),
        ((10, 60), 0.1, 0.2, 151, 1),
        ((10, 60, 2000), 0.099, 0.159, 100, 0),
        ((10, 60, 2000), 0.101, 0.159, 100, 1),
        ((10, 60, 2000), 0.099, 0.161, 100, 1),
    ],
)
def test_benchmark_fails_where_a_submission_or_a_core_costs_too_much(
    sizes: tuple[int, ...], right: float, mix: float, memory: float, status: int
) -> None:
    costs = {PLAIN: Cost(wall=4.0, cpu=4.0)}
    costs |= {f"a download of {name}": Cost(wall=9.0, cpu=12.0) for name in PLATFORMS}
    for kind, cpu in (("right", right), ("mix", mix)):
        costs |= {subject(kind, size): Cost(wall=1.0, cpu=1.0 + cpu * size) for size in sizes}
    assert report(costs, sizes, memory) == status
