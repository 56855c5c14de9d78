"""What one more submission of a class costs, against plain pytest with PyTorch on the same checks.

Classes hand in `two-layer-mlp`, all of it right or a mix of right, wrong, broken, slow and hostile files in
the shares that SHARES gives, each a source of its own. Each computes what it has right in other ways, of
which REWRITINGS has some, so that their numbers differ in the last digits. No known mistake is likelier than
another. `grade class` grades them confined at L4 into a gradebook. All costs are CPU time of one run of this
program, children included: the machine may be busy otherwise. `--sizes 10 200 2000 --runs 1` shows in ten
minutes whether the cost stays the same. The benchmark fails if one more submission does not save as much CPU
time as SAVING says, for the last of 2,000 as GOALS says, or if one more core takes more memory than MEMORY.
"""

import argparse
import random
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from benchmarks.bench_grade import NAME, ROOT, SOLUTION, SUITE, plain_command
from benchmarks.measure import Cost, cost_of_command, interleaved, machine, peak_memory, table
from grader.cohort.executor import LocalExecutor
from grader.cohort.intake import read_intake
from grader.cohort.run import grade_class
from grader.course import load_course
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import load_catalogue, mistaken_source
from grader.gradebook.store import Gradebook
from grader.model.isolation import Isolation

SHARES: Final = {"right": 55, "wrong": 35, "stub": 5, "broken": 3, "endless": 1, "waiting": 1}
"""How many of a hundred submissions of the mix are of each kind."""
REWRITINGS: Final = (
    (
        "np.exp(-np.logaddexp(0.0, np.negative(z)))",
        "np.where(np.asarray(z) >= 0, 1.0, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z)))",
    ),
    ("1 - a**2", "(1 - a) * (1 + a)"),
    ('X @ params["W1"].T', 'np.einsum("nd,hd->nh", X, params["W1"])'),
    ("np.mean((out - y) ** 2)", "np.mean(np.mean((out - y) ** 2, axis=0))"),
    ("2 * (out - y) / out.size", "(out - y) * (2 / out.size)"),
    ("dz1.T @ X", 'np.einsum("nh,nd->hd", dz1, X)'),
)
"""What the solution says, and what others say in its place; each submission has a third of it."""
SAVING: Final = {"right": 20.0, "mix": 10.0}
"""How many times the CPU time of one more submission plain pytest must take; half of what is measured."""
GOALS: Final = {"right": 40.0, "mix": 25.0}
"""The same in a class of MANY, where most mistakes have been made before."""
MANY: Final = 2000
MEMORY: Final = 150.0
"""How many megabytes one more core may take."""
DOWNLOAD: Final = 60
_ENVIRONMENT: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
PLAIN: Final = "plain pytest with torch"
PLATFORMS: Final = {
    "canvas": "student{0}_{0}_{0}_{1}",
    "moodle": "Student {0}_{0}_assignsubmission_file_/{1}",
}


def main() -> int:
    """Measure and print; 1 if a submission or a core costs too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 200], help="submissions in the classes")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured")
    parser.add_argument("--grade", type=Path, help="grade this folder or zip once, and measure nothing")
    parser.add_argument("--jobs", type=int, help="how many run at a time")
    options = parser.parse_args()
    if options.grade:
        return _grade(options.grade, options.jobs)
    with tempfile.TemporaryDirectory(prefix="bench-cohort-") as place:
        classes = {(kind, size): Path(place) / f"{kind}-{size}" for kind in SAVING for size in options.sizes}
        for (kind, size), folder in classes.items():
            write_class(folder, size, SHARES if kind == "mix" else {kind: 1})
        downloads = {name: _download(Path(place), name) for name in PLATFORMS}
        subjects = {subject(*key): partial(_cost, folder) for key, folder in classes.items()}
        subjects |= {f"a download of {name}": partial(_cost, path) for name, path in downloads.items()}
        subjects[PLAIN] = partial(
            cost_of_command, (*plain_command(), str(SUITE / "visible"), str(SUITE / "hidden")), _ENVIRONMENT
        )
        costs = interleaved(subjects, options.runs, warm_up=0)
        smallest = classes["right", min(options.sizes)]
        memory = [peak_memory(_command(smallest, jobs), _ENVIRONMENT) for jobs in (1, 3)]
    return report(costs, sorted(options.sizes), (memory[1] - memory[0]) / 2)


def report(costs: Mapping[str, Cost], sizes: Sequence[int], memory: float) -> int:
    """Print what was measured; 1 if a submission or a core costs too much.

    Args:
        costs: What was measured, by subject.
        sizes: Submissions in the classes, in ascending order.
        memory: Megabytes that one more core takes.
    """
    plain = costs[PLAIN].cpu
    rows = []
    more: dict[str, float] = {}
    for kind in SAVING:
        cpu = {size: costs[subject(kind, size)].cpu for size in sizes}
        rows += [_row(f"{kind}, each of {size}", cpu[size] / size, plain) for size in sizes]
        for fewer, many in pairwise(sizes):
            more[kind] = (cpu[many] - cpu[fewer]) / (many - fewer)
            rows.append(_row(f"{kind}, one more between {fewer} and {many}", more[kind], plain))
    rows.append(_row(PLAIN, plain, plain))
    print(f"Classes on {NAME}, at L4, {machine()}\n")
    print(table(("submission", "CPU", "times cheaper"), rows))
    rows = [
        (
            name,
            f"{costs[name].wall:.1f} s",
            f"{costs[name].cpu:.1f} s",
            f"{DOWNLOAD * plain / costs[name].cpu:.0f}",
        )
        for name in (f"a download of {platform}" for platform in PLATFORMS)
    ]
    print(f"\n{table((f'the mix, {DOWNLOAD} submissions', 'wall', 'CPU', 'times cheaper'), rows)}")
    print(f"\nOne more core takes {memory:.0f} MB; {MEMORY:.0f} are permitted.")
    wanted = GOALS if sizes[-1] >= MANY else SAVING
    saved = all(plain / cpu >= wanted[kind] for kind, cpu in more.items())
    return 0 if saved and memory <= MEMORY else 1


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


def _grade(submissions: Path, jobs: int | None) -> int:
    course = replace(load_course(ROOT), isolation=Isolation.L4)
    with tempfile.TemporaryDirectory(prefix="bench-gradebook-") as place:
        book = Gradebook(Path(place) / "gradebook.sqlite")
        intake = read_intake([submissions], zone=UTC)
        executor = partial(LocalExecutor, jobs=jobs)
        summary = grade_class(course, course.assignment(NAME), intake, book, executor=executor)
        book.close()
    return 1 if summary.faults else 0


def _download(place: Path, platform: str) -> Path:
    path = place / f"{platform}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in _submissions(DOWNLOAD, SHARES, PLATFORMS[platform]):
            archive.writestr(name, text)
    return path


def write_class(folder: Path, size: int, shares: Mapping[str, int]) -> None:
    """Write what a class of a size hands in, with kinds in the given shares, as Canvas gives it."""
    folder.mkdir()
    for name, text in _submissions(size, shares, PLATFORMS["canvas"]):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _submissions(size: int, shares: Mapping[str, int], pattern: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of each submission, in any order: each hundred has just the given shares."""
    draw = random.Random(1)  # noqa: S311  # a class, no secret
    kinds = [one for one, share in shares.items() for _ in range(share)]
    draw.shuffle(kinds)
    entries = load_catalogue(SUITE)
    right = read_solved(SOLUTION)
    for one, _ in REWRITINGS:
        if one not in right:
            raise ValueError(f"the solution does not say {one!r} any more")
    for number in range(size):
        kind, mistaken = kinds[number % len(kinds)], mistaken_source(draw.choice(entries), right, SUITE)
        text = _rewritten(_source(kind, right, mistaken), draw)
        # Every source is one of its own, or it would be graded once for all.
        yield pattern.format(number + 1, SOLUTION.name), f"{text}\n# {number}\n"


def _rewritten(text: str, draw: random.Random) -> str:
    """Say some of what a text says in other words, where it does not say something else instead."""
    for one, other in REWRITINGS:
        text = text.replace(one, draw.choice((one, one, other)))
    return text


def _source(kind: str, right: str, mistaken: str) -> str:
    match kind:
        case "right":
            return right
        case "wrong":
            return mistaken
        case "stub":
            return (ROOT / "exercises" / SOLUTION.name).read_text(encoding="utf-8")
        case "broken":
            return right.replace("def backward(", "def backward((", 1)
        case "endless":
            return _with_first_line(right, "while True: pass")
        case "waiting":
            return f"import time\n{_with_first_line(right, 'time.sleep(1000)')}"
        case _:
            raise ValueError(kind)


def _with_first_line(right: str, line: str) -> str:
    """Begin `backward` with a line from which it does not come back."""
    body = right.partition("\ndef backward(")[2].split('"""', 2)[2]
    return right.replace(body, f"\n    {line}{body}", 1)


if __name__ == "__main__":
    sys.exit(main())
