"""What one more submission of a class costs, against plain pytest with PyTorch on the same checks.

A class hands in `two-layer-mlp`, all of it right or a mix of right, wrong, broken, slow and hostile files in
the shares that SHARES gives, each a source of its own. It is graded as `grade class` does it, confined, into
a gradebook. The benchmark fails if a submission does not save at least as much CPU time as SAVING says.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.bench_grade import NAME, ROOT, SOLUTION, SUITE, plain_command
from benchmarks.measure import Cost, cost_of_command, interleaved, machine, table
from grader.cohort.intake import read_intake
from grader.cohort.run import grade_class
from grader.course import load_course
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import load_catalogue, mistaken_source
from grader.gradebook.store import Gradebook

SHARES: Final = {"right": 55, "wrong": 35, "stub": 5, "broken": 3, "endless": 1, "waiting": 1}
"""How many of a hundred submissions of the mix are of each kind."""
SAVING: Final = {"right": 4.0, "mix": 2.5}
"""How many times the CPU time of a submission plain pytest must take; far below what is measured."""
RUNS: Final = 3


def main() -> int:
    """Measure and print; 1 if a submission costs too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100, help="submissions in the class")
    parser.add_argument("--grade", type=Path, help="grade this folder once, and measure nothing")
    options = parser.parse_args()
    if options.grade:
        return _grade(options.grade)
    with tempfile.TemporaryDirectory(prefix="bench-cohort-") as place:
        folders = {kind: Path(place) / kind for kind in SAVING}
        for kind, folder in folders.items():
            write_class(folder, options.size, SHARES if kind == "mix" else {"right": 1})
        environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
        subjects = {
            kind: partial(
                cost_of_command, (sys.executable, "-m", __spec__.name, "--grade", str(folder)), environment
            )
            for kind, folder in folders.items()
        }
        plain = partial(
            cost_of_command, (*plain_command(), str(SUITE / "visible"), str(SUITE / "hidden")), environment
        )
        costs = interleaved({**subjects, "plain": plain}, runs=RUNS)
    return _report(costs, options.size)


def _report(costs: Mapping[str, Cost], size: int) -> int:
    plain = costs["plain"].cpu
    each = {kind: costs[kind].cpu / size for kind in SAVING}
    rows = [_row(f"{kind}, each of {size}", costs[kind].wall / size, each[kind], plain) for kind in SAVING]
    rows.append(_row("plain pytest with torch", costs["plain"].wall, plain, plain))
    print(f"A class of {size} on {NAME}, {machine()}\n")
    print(table(("submission", "wall", "CPU", "times cheaper"), rows))
    return 0 if all(plain / each[kind] >= least for kind, least in SAVING.items()) else 1


def _row(name: str, wall: float, cpu: float, plain: float) -> tuple[str, ...]:
    return name, f"{1000 * wall:.0f} ms", f"{1000 * cpu:.0f} ms", f"{plain / cpu:.1f}"


def _grade(folder: Path) -> int:
    course = load_course(ROOT)
    with tempfile.TemporaryDirectory(prefix="bench-gradebook-") as place:
        book = Gradebook(Path(place) / "gradebook.sqlite")
        intake = read_intake([folder], zone=UTC)
        summary = grade_class(course, course.assignment(NAME), intake, book)
        book.close()
    return 1 if summary.faults else 0


def write_class(folder: Path, size: int, shares: Mapping[str, int]) -> None:
    """Write what a class of a size hands in, with kinds in the given shares."""
    folder.mkdir()
    draw = random.Random(1)  # noqa: S311  # a class, no secret
    kinds = draw.choices(list(shares), weights=list(shares.values()), k=size)
    entries = load_catalogue(SUITE).entries
    for number, kind in enumerate(kinds):
        text = _source(kind, mistaken_source(draw.choice(entries), read_solved(SOLUTION), SUITE))
        # Every source is one of its own, or it would be graded once for all.
        path = folder / f"student{number}_{number + 1}_{number + 1}_{SOLUTION.name}"
        path.write_text(f"{text}\n# {number}\n", encoding="utf-8", newline="\n")


def _source(kind: str, mistaken: str) -> str:
    right = read_solved(SOLUTION)
    match kind:
        case "wrong":
            return mistaken
        case "stub":
            return (ROOT / "exercises" / SOLUTION.name).read_text(encoding="utf-8")
        case "broken":
            return right.replace("def backward(", "def backward((", 1)
        case "endless":
            return f"{right}\ndef backward(*_, **__):\n    while True: pass\n"
        case "waiting":
            return f"{right}\nimport time\ndef backward(*_, **__):\n    time.sleep(1000)\n"
        case _:
            return right


if __name__ == "__main__":
    sys.exit(main())
