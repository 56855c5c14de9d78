"""What a class on a Dask cluster costs, and what that makes of 100,000 submissions and of 1,000,000.

What each process costs for each submission of `two-layer-mlp` is measured as CPU time, which a busy machine
hardly changes, and the rest is worked out from it. docs/scale.md shows what this prints.
"""

import argparse
import sys
import tempfile
import time
import tracemalloc
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import Final

import psutil
from distributed import Client, Future

from benchmarks.bench_grade import NAME, ROOT
from benchmarks.measure import cost_of_command, machine, table
from benchmarks.mixed_class import MIX, write_class
from grader.authoring.bundle import make_bundle
from grader.cluster.suite_on_worker import pack, unpack_decided
from grader.cohort.executor import LocalExecutor
from grader.cohort.intake import read_intake
from grader.cohort.run import grade_class
from grader.cohort.units import Decided, Grading, Unit
from grader.course import load_course
from grader.gradebook.store import Gradebook
from grader.submission.reader import read_submission
from tests.support.dask_cluster import DaskCluster

COUNTS: Final = (100_000, 1_000_000)
CORES: Final = (16, 64, 256)
_HOUR: Final = 3600
_TASKS: Final = 1500
_WINDOW: Final = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured, for each submission but for the bundle.

    Attributes:
        machine: CPU seconds of everything on one machine.
        command: CPU seconds of the command, where a cluster runs the submissions.
        scheduler: CPU seconds of the scheduler.
        stored: Bytes that the gradebook grows by.
        sent: Bytes of the submission on its way.
        returned: Bytes of the result on its way.
        memory: Bytes that the command keeps until the end.
        bundle: Bytes that each worker gets once.
    """

    machine: float
    command: float
    scheduler: float
    stored: float
    sent: int
    returned: int
    memory: float
    bundle: int


def main() -> int:
    """Measure, work out and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100, help="submissions in the class")
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as place:
        figures = _measure(Path(place), size)
    print(f"A class of {size} on {NAME}, {machine()}\n")
    print(table(("for each submission", "measured"), _measured(figures)))
    print()
    print(table(("worked out for", *(f"{count:,}" for count in COUNTS)), _worked_out(figures)))
    return 0


def _measure(place: Path, size: int) -> Figures:
    folder = place / "class"
    write_class(folder, size, MIX)
    alone = cost_of_command(
        (sys.executable, "-m", "benchmarks.bench_cohort", "--grade", str(folder)),
        {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
    )
    course = load_course(ROOT)
    assignment = course.assignment(NAME)
    unit = _typical_unit(folder)
    with LocalExecutor(Grading.begin(course, assignment, 1), jobs=1) as executor:
        (decided,) = executor.run([unit])
    stored, storing = _cost_of_storing(folder, decided)
    sent, returned = pack(unit), pack(decided)
    scheduler, asking = _cost_of_tasks(place, sent, returned)
    return Figures(
        machine=alone.cpu / size,
        command=storing + asking,
        scheduler=scheduler,
        stored=stored,
        sent=len(sent),
        returned=len(returned),
        memory=_memory_of_submissions(folder),
        bundle=len(make_bundle(replace(course, assignments=(assignment,)))),
    )


def _typical_unit(folder: Path) -> Unit:
    """Take a submission that can be read, whichever that is."""
    module = load_course(ROOT).assignment(NAME).module
    path = next(one for one in sorted(folder.iterdir()) if "def backward((" not in one.read_text("utf-8"))
    submission = replace(read_submission(path, module=module, name=path.name), content=b"")
    return Unit(name=submission.sha256, student="1", submission=submission)


class _Replay:
    """An executor that has the results already: what is left is what the command does by itself."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def run(self, units: Iterable[Unit]) -> Iterator[Decided]:
        for unit in units:
            pack(unit)
            yield replace(unpack_decided(self._packed), name=unit.name)


def _cost_of_storing(folder: Path, decided: Decided) -> tuple[float, float]:
    """Measure what the gradebook keeps of a submission, in bytes, and the CPU time of reading and storing."""
    course = load_course(ROOT)
    packed = pack(decided)

    @contextmanager
    def replay(_grading: Grading) -> Iterator[_Replay]:
        yield _Replay(packed)

    path = folder.with_suffix(".sqlite")
    with Gradebook(path) as book:
        intake = read_intake([folder], zone=UTC)
        began = time.process_time()
        summary = grade_class(course, course.assignment(NAME), intake, book, executor=replay)
        spent = time.process_time() - began
    return path.stat().st_size / len(summary.results), spent / len(summary.results)


def _cost_of_tasks(place: Path, sent: bytes, returned: bytes) -> tuple[float, float]:
    """Measure the CPU time that a task costs the scheduler and its client, whatever the worker does in it."""
    (place / "dask").mkdir()
    with DaskCluster(place / "dask") as cluster:
        cluster.add_worker()
        scheduler = psutil.Process(cluster.scheduler.pid)
        with Client(cluster.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(1)
            _run_tasks(client, sent, returned, range(_WINDOW))  # what is paid once is not counted
            before, began = _cpu(scheduler), time.process_time()
            _run_tasks(client, sent, returned, range(_WINDOW, _WINDOW + _TASKS))
            spent = time.process_time() - began
            return (_cpu(scheduler) - before) / _TASKS, spent / _TASKS


def _run_tasks(client: Client, sent: bytes, returned: bytes, numbers: Iterable[int]) -> None:
    """Have as many tasks under way as a class run has."""
    under_way: deque[Future[bytes]] = deque()
    for number in numbers:
        if len(under_way) == _WINDOW:
            client.gather([under_way.popleft() for _ in range(_WINDOW // 2)])
        # Bytes like those of a result, made on the worker.
        under_way.append(client.submit(bytes.replace, sent, sent, returned, key=f"task-{number}", pure=False))
    client.gather(list(under_way))


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _memory_of_submissions(folder: Path) -> float:
    """Measure the memory of a submission that was read, as a class run keeps it."""
    _typical_unit(folder)
    tracemalloc.start()
    kept = [_typical_unit(folder) for _ in range(20)]
    current, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return current / len(kept)


def _measured(figures: Figures) -> list[tuple[str, ...]]:
    return [
        ("CPU time of everything, on one machine", f"{1000 * figures.machine:.0f} ms"),
        ("CPU time of the command, with a cluster", f"{1000 * figures.command:.1f} ms"),
        ("CPU time of the scheduler", f"{1000 * figures.scheduler:.1f} ms"),
        ("the submission on its way", f"{figures.sent / 1000:.0f} kB"),
        ("the result on its way", f"{figures.returned / 1000:.0f} kB"),
        ("the gradebook", f"{figures.stored / 1000:.0f} kB"),
        ("memory of the command", f"{figures.memory / 1000:.0f} kB"),
        ("the bundle, once for each worker", f"{figures.bundle / 1000:.0f} kB"),
    ]


def _worked_out(figures: Figures) -> list[tuple[str, ...]]:
    """Work out what a class costs; the command and the scheduler each have one core to themselves."""
    slowest = max(figures.command, figures.scheduler)
    rows = [
        ("core hours", *(f"{count * figures.machine / _HOUR:.0f}" for count in COUNTS)),
        ("the gradebook", *(f"{count * figures.stored / 1e9:.0f} GB" for count in COUNTS)),
        ("memory of the command", *(f"{count * figures.memory / 1e9:.1f} GB" for count in COUNTS)),
        (
            "through the scheduler",
            *(f"{count * (figures.sent + figures.returned) / 1e9:.1f} GB" for count in COUNTS),
        ),
    ]
    for cores in CORES:
        each = max(figures.machine / cores, slowest)
        times = (f"{count * each / _HOUR:.1f} h" for count in COUNTS)
        rows.append((f"time on {cores} cores", *times))
    rows.append(("cores that one command keeps busy", *(f"{figures.machine / slowest:.0f}" for _ in COUNTS)))
    return rows


if __name__ == "__main__":
    sys.exit(main())
