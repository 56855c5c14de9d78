"""What one more submission of a class costs, against plain pytest with PyTorch on the same checks.

Classes hand in `two-layer-mlp`: all of it right; the mix of right, wrong, broken, slow and hostile files that
`mixed_class` describes; or the same mix with no mistake likelier than another, which no class hands in and
which shows what the first submission with a mistake costs. They are graded confined at L4 into a gradebook;
downloads of the mix, by the command `grade class` as an instructor types it. All costs are CPU time of one
run of this program, children included: the machine may be busy otherwise. `--sizes 10 200 2000 --runs 1`
shows in a quarter of an hour whether the cost stays the same. The benchmark fails if one more submission
does not save as much CPU time as SAVING says, for the last of 2,000 as GOALS says, if it costs RISE times
what it does in a smaller class, if a download costs more than DOWNLOADS says, or if one more core takes
more memory than MEMORY.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir
from dataclasses import replace
from datetime import UTC
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from benchmarks.bench_grade import NAME, ROOT, SUITE, plain_command
from benchmarks.measure import (
    Cost,
    cost_of_command,
    interleaved,
    machine,
    median_cost,
    peak_memory,
    table,
)
from benchmarks.mixed_class import EVEN_MIX, MIX, PLATFORMS, RIGHT, write_class, write_download
from grader.cohort.executor import LocalExecutor
from grader.cohort.intake import read_intake
from grader.cohort.run import grade_class
from grader.course import load_course
from grader.gradebook.store import Gradebook
from grader.model.isolation import Isolation

CLASSES: Final = {"right": RIGHT, "mix": MIX, "even mix": EVEN_MIX}
SAVING: Final = {"right": 20.0, "mix": 10.0}
"""How many times the CPU time of one more submission plain pytest must take; half of what is measured."""
GOALS: Final = {"right": 40.0, "mix": 25.0}
"""The same in a class of MANY, where most mistakes have been made before."""
RISE: Final = 1.1
"""How many times as much one more submission may cost in a large class as in a small one."""
MANY: Final = 2000
MEMORY: Final = 150.0
"""How many megabytes one more core may take."""
DOWNLOAD: Final = 60
"""How many submissions of the mix are in a download."""
DOWNLOADS: Final = 4.2
"""How many times the CPU time of plain pytest one may take: where that takes 4.7 s, two cores need 10 s."""
_ENVIRONMENT: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
PLAIN: Final = "plain pytest with torch"


def main() -> int:
    """Measure and print; 1 if a submission, a download or a core costs too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 200], help="submissions in the classes")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured")
    parser.add_argument("--grade", type=Path, help="grade this folder or zip once, and measure nothing")
    parser.add_argument("--jobs", type=int, help="how many run at a time")
    options = parser.parse_args()
    if options.grade:
        return _grade(options.grade, options.jobs)
    with tempfile.TemporaryDirectory(prefix="bench-cohort-") as place:
        classes = {(kind, size): Path(place) / f"{kind}-{size}" for kind in CLASSES for size in options.sizes}
        for (kind, size), folder in classes.items():
            write_class(folder, size, CLASSES[kind])
        downloads = {name: Path(place) / f"{name}.zip" for name in PLATFORMS}
        for name, path in downloads.items():
            write_download(path, DOWNLOAD, name)
        subjects = {subject(*key): partial(_cost, folder) for key, folder in classes.items()}
        subjects |= {
            f"a download of {name}": partial(_download_cost, path) for name, path in downloads.items()
        }
        costs = _costs(subjects, options.runs)
        smallest = classes["right", min(options.sizes)]
        memory = [peak_memory(_command(smallest, jobs), _ENVIRONMENT) for jobs in (1, 3)]
    return report(costs, sorted(options.sizes), (memory[1] - memory[0]) / 2)


def _costs(subjects: Mapping[str, Callable[[], Cost]], runs: int) -> dict[str, Cost]:
    """Measure plain pytest beside each subject: a machine is not as fast now as a quarter of an hour ago."""
    plain: list[Cost] = []
    command = (*plain_command(), str(SUITE / "visible"), str(SUITE / "hidden"))

    def beside(measure: Callable[[], Cost]) -> Cost:
        plain.append(cost_of_command(command, _ENVIRONMENT))
        return measure()

    cost_of_command(command, _ENVIRONMENT)  # what it needs is read from the disk once
    costs = interleaved({name: partial(beside, one) for name, one in subjects.items()}, runs, warm_up=0)
    return {**costs, PLAIN: median_cost(plain)}


def report(costs: Mapping[str, Cost], sizes: Sequence[int], memory: float) -> int:
    """Print what was measured; 1 if a submission, a download or a core costs too much.

    Args:
        costs: What was measured, by subject.
        sizes: Submissions in the classes, in ascending order.
        memory: Megabytes that one more core takes.
    """
    plain = costs[PLAIN].cpu
    rows = []
    more: dict[str, list[float]] = {}
    for kind in CLASSES:
        cpu = {size: costs[subject(kind, size)].cpu for size in sizes}
        rows += [_row(f"{kind}, each of {size}", cpu[size] / size, plain) for size in sizes]
        more[kind] = [(cpu[many] - cpu[fewer]) / (many - fewer) for fewer, many in pairwise(sizes)]
        rows += [
            _row(f"{kind}, one more between {fewer} and {many}", cost, plain)
            for (fewer, many), cost in zip(pairwise(sizes), more[kind], strict=True)
        ]
    rows.append(_row(PLAIN, plain, plain))
    print(f"Classes on {NAME}, at L4, {machine()}\n")
    print(table(("submission", "CPU", "times cheaper"), rows))
    downloads = [f"a download of {platform}" for platform in PLATFORMS]
    rows = [
        (
            name,
            f"{costs[name].wall:.1f} s",
            f"{costs[name].cpu:.1f} s",
            f"{DOWNLOAD * plain / costs[name].cpu:.0f}",
        )
        for name in downloads
    ]
    print(f"\n{table((f'the mix, {DOWNLOAD} submissions', 'wall', 'CPU', 'times cheaper'), rows)}")
    print(f"\nOne more core takes {memory:.0f} MB; {MEMORY:.0f} are permitted.")
    wanted = GOALS if sizes[-1] >= MANY else SAVING
    saved = all(plain / each[-1] >= wanted.get(kind, 0) for kind, each in more.items() if each)
    quick = all(costs[name].cpu <= DOWNLOADS * plain for name in downloads)
    flat = all(after <= RISE * before for each in more.values() for before, after in pairwise(each))
    return 0 if saved and quick and flat and memory <= MEMORY else 1


def _row(name: str, cpu: float, plain: float) -> tuple[str, ...]:
    return name, f"{1000 * cpu:.0f} ms", f"{plain / cpu:.1f}"


def subject(kind: str, size: int) -> str:
    """Name a class among what is measured."""
    return f"{kind} {size}"


def _command(submissions: Path, jobs: int | None = None) -> tuple[str, ...]:
    chosen = () if jobs is None else ("--jobs", str(jobs))
    return (sys.executable, "-m", __spec__.name, "--grade", str(submissions), *chosen)


def _cost(submissions: Path) -> Cost:
    return cost_of_command(_command(submissions), _ENVIRONMENT)


def _download_cost(path: Path) -> Cost:
    """Measure the command that an instructor types."""
    with tempfile.TemporaryDirectory(prefix="bench-gradebook-") as place, chdir(ROOT):
        gradebook = ("--gradebook", str(Path(place) / "gradebook.sqlite"))
        return cost_of_command(
            (sys.executable, "-m", "grader", "class", NAME, str(path), *gradebook), _ENVIRONMENT
        )


def _grade(submissions: Path, jobs: int | None) -> int:
    course = replace(load_course(ROOT), isolation=Isolation.L4)
    with tempfile.TemporaryDirectory(prefix="bench-gradebook-") as place:
        book = Gradebook(Path(place) / "gradebook.sqlite")
        intake = read_intake([submissions], zone=UTC)
        executor = partial(LocalExecutor, jobs=jobs)
        summary = grade_class(course, course.assignment(NAME), intake, book, executor=executor)
        book.close()
    return 1 if summary.faults else 0


if __name__ == "__main__":
    sys.exit(main())
