"""What `grade` costs on one submission, against plain pytest with PyTorch on the same checks.

Everything starts cold and judges `two-layer-mlp`: the solution in the course, with visible and hidden checks,
and in a release, with the visible ones that students have; there also a submission with a known mistake,
whose explanations are found. The benchmark fails if `grade` does not save at least as much CPU time as SAVING
says, or if the mistake makes it cost more than WRONG times as much; seconds are only printed. The floor is an
interpreter that imports pytest and NumPy: a run that decides checks with pytest cannot take less.
"""

import argparse
import compileall
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.measure import RUNS, Cost, cost_of_command, interleaved, machine, table
from grader.authoring.publish import write_files
from grader.authoring.release import make_release
from grader.course import load_course
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import load_catalogue, mistaken_source

ROOT: Final = Path(__file__).parents[1]
NAME: Final = "two-layer-mlp"
SUITE: Final = ROOT / "tests" / "suites" / NAME
SOLUTION: Final = ROOT / "solutions" / "two_layer_mlp.py"
MISTAKE: Final = "parameters-divided-by-n-again"
"""One that all of `backward` shows, and that makes every check of training run twice."""

SAVING: Final = 2.5
"""How many times the CPU time of `grade` plain pytest must take; two thirds of what is measured."""
WRONG: Final = 2.5
"""How many times the CPU time of a right submission a wrong one may take; far above what is measured."""

COURSE: Final = "grade, visible and hidden checks"
PLAIN: Final = "plain pytest with torch, the same"
RELEASE: Final = "grade in a release, visible checks"
MISTAKEN: Final = "grade in a release, a wrong submission"
PLAIN_VISIBLE: Final = "plain pytest with torch, visible checks"
HELP: Final = "grade --help"
FLOOR: Final = "an interpreter that imports pytest and NumPy"
_BUDGETS: Final = {RELEASE: 0.35, HELP: 0.1}
_GRADE: Final = (sys.executable, "-m", "grader")


def main() -> int:
    """Measure and print; 1 if grading saves too little, or a mistake costs too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="how often each is measured")
    runs = parser.parse_args().runs
    # What starts workers gets none of Python's variables, and finds this where an installed package has it.
    compileall.compile_dir(ROOT / "grader", quiet=1)
    with tempfile.TemporaryDirectory(prefix="bench-grade-") as folder:
        release, mistaken = Path(folder) / "release", Path(folder) / SOLUTION.name
        write_files(release, make_release(load_course(ROOT)))
        mistaken.write_text(_mistaken(), encoding="utf-8", newline="\n")
        subjects = _subjects(release, mistaken, _environment(Path(folder) / "compiled"))
        costs = interleaved(subjects, runs)
    return report(costs)


def report(costs: Mapping[str, Cost]) -> int:
    """Print what was measured, by subject; 1 if grading saves too little, or a mistake costs too much."""
    print(f"One submission of {NAME}, {machine()}\n")
    print(table(("cold start", "wall", "CPU", "budget"), [_row(name, cost) for name, cost in costs.items()]))
    saving = costs[PLAIN].cpu / costs[COURSE].cpu
    saving_there = costs[PLAIN_VISIBLE].cpu / costs[RELEASE].cpu
    wrong = costs[MISTAKEN].cpu / costs[RELEASE].cpu
    print(
        f"\nPlain pytest takes {saving:.1f} times the CPU time of grade, and {saving_there:.1f} times on the "
        f"visible checks; {SAVING} are asked for."
    )
    print(f"\nA wrong submission takes {wrong:.1f} times the CPU time of a right one; {WRONG} are permitted.")
    floor = costs[RELEASE].wall / costs[FLOOR].wall
    print(f"\nIn a release, grade takes {floor:.2f} times as long by the clock as the imports of its floor.")
    return 0 if min(saving, saving_there) >= SAVING and wrong <= WRONG else 1


def _mistaken() -> str:
    (entry,) = (one for one in load_catalogue(SUITE) if one.name == MISTAKE)
    return mistaken_source(entry, read_solved(SOLUTION), SUITE)


def _subjects(release: Path, mistaken: Path, environment: dict[str, str]) -> dict[str, Callable[[], Cost]]:
    def run(folder: Path, *command: str) -> Callable[[], Cost]:
        return partial(_cost_in, folder, command, environment)

    grade = (*_GRADE, NAME, "--submission")
    return {
        COURSE: run(ROOT, *grade, str(SOLUTION)),
        PLAIN: run(ROOT, *plain_command(), str(SUITE / "visible"), str(SUITE / "hidden")),
        RELEASE: run(release, *grade, str(SOLUTION)),
        MISTAKEN: run(release, *grade, str(mistaken)),
        PLAIN_VISIBLE: run(ROOT, *plain_command(), str(SUITE / "visible")),
        HELP: run(ROOT, *_GRADE, "--help"),
        FLOOR: run(release, sys.executable, "-c", "import pytest, numpy"),
    }


def plain_command() -> tuple[str, ...]:
    """Return the command that runs the suite with plain pytest and PyTorch, without its folders."""
    options = ("-p", "benchmarks.plain_torch", "-p", "no:cacheprovider", "-q")
    settings = (
        "-c",
        str(ROOT / "benchmarks" / "plain.ini"),
        f"--rootdir={SUITE}",
        f"--submission={SOLUTION}",
    )
    return sys.executable, "-m", "pytest", *options, *settings


def _environment(compiled: Path) -> dict[str, str]:
    """One thread, and compiled modules kept from run to run, as an installed package has them."""
    return {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(compiled),
    }


def _cost_in(folder: Path, command: tuple[str, ...], environment: dict[str, str]) -> Cost:
    with chdir(folder):
        return cost_of_command(command, environment)


def _row(name: str, cost: Cost) -> tuple[str, ...]:
    budget = f"{_BUDGETS[name]:.2f} s" if name in _BUDGETS else ""
    return name, f"{cost.wall:.2f} s", f"{cost.cpu:.2f} s", budget


if __name__ == "__main__":
    sys.exit(main())
