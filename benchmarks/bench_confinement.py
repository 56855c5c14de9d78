"""What confining a submission costs: against a fresh interpreter, and against not confining it.

The benchmark fails if a confined worker from the fork server is not CHEAPER times cheaper than an interpreter
that imports NumPy, or if grading at L4 takes more than DEARER times the CPU time of grading at L1. Levels
that this machine does not have are left out.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.measure import Cost, interleaved, machine, table
from grader.course import load_course
from grader.grading.grade import suite_job
from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.confinement.readable import find_readable
from grader.sandbox.forked_worker import ForkServer, ForkServerError
from grader.sandbox.process import worker_environment
from grader.suite.jobs import RunRequest, SubmissionJob
from grader.suite.runner import Runner

ROOT: Final = Path(__file__).parents[1]
CHEAPER: Final = 12.0
DEARER: Final = 1.25
WORKERS: Final = 100
"""So many that what one costs stands out from the start of the fork server, which is subtracted."""

_SOURCE: Final = "import numpy as np\n\n\ndef forward(X):\n    return X\n"


def main() -> int:
    """Measure and print; 1 if confinement costs too much."""
    levels = [level for level in Isolation if _available(level)]
    print(f"Confinement, {machine()}\n")
    return max(_workers(levels), _gradings(levels))


def _workers(levels: list[Isolation]) -> int:
    subjects: dict[str, Callable[[], Cost]] = {"cold": _cold_interpreter}
    for level in levels:
        subjects[f"{level} idle"] = partial(_fork_server, level, 0)
        subjects[f"{level} busy"] = partial(_fork_server, level, WORKERS)
    costs = interleaved(subjects)
    cold = costs["cold"]
    rows = [("an interpreter with NumPy", *_milliseconds(cold), "1")]
    ratios = []
    for level in levels:
        idle, busy = costs[f"{level} idle"], costs[f"{level} busy"]
        each = Cost(wall=(busy.wall - idle.wall) / WORKERS, cpu=(busy.cpu - idle.cpu) / WORKERS)
        ratios.append(cold.cpu / each.cpu)
        rows.append((f"a worker at {level}", *_milliseconds(each), f"{ratios[-1]:.0f}"))
        rows.append(("its fork server, once for all", *_milliseconds(idle), ""))
    print(table(("from start to end", "wall", "CPU", "times cheaper"), rows))
    print(f"\nA worker must be {CHEAPER:g} times cheaper.\n")
    return 0 if min(ratios) >= CHEAPER else 1


def _milliseconds(cost: Cost) -> tuple[str, str]:
    return f"{1e3 * cost.wall:.1f} ms", f"{1e3 * cost.cpu:.1f} ms"


def _gradings(levels: list[Isolation]) -> int:
    job = _request()
    costs = interleaved({level.name: partial(_grading, level, job) for level in levels})
    base = costs[Isolation.L1.name].cpu
    rows = [
        (f"grading at {name}", f"{cost.wall:.2f} s", f"{cost.cpu:.2f} s", f"{cost.cpu / base:.2f}")
        for name, cost in costs.items()
    ]
    print(table(("two-layer-mlp, all checks, cold start", "wall", "CPU", "against L1"), rows))
    print(f"\nGrading at L4 may take {DEARER} times the CPU time of grading at L1.")
    return 0 if Isolation.L4 not in levels or costs[Isolation.L4.name].cpu <= DEARER * base else 1


def _available(level: Isolation) -> bool:
    try:
        server = ForkServer(level, find_readable())
    except ForkServerError:
        return False
    try:
        server.wait_until_ready()
    except ForkServerError:
        return False
    finally:
        server.close()
    return True


def _cold_interpreter() -> Cost:
    readable = find_readable()
    code = f"import sys; sys.path += {list(readable.import_paths)!r}; import numpy"
    command = [readable.interpreter, "-I", "-S", "-c", code]
    return _cost(lambda: subprocess.run(command, env=worker_environment(), check=True))


def _fork_server(level: Isolation, workers: int) -> Cost:
    def run() -> None:
        server = ForkServer(level, find_readable())
        server.wait_until_ready()
        for _ in range(workers):
            sandbox = Sandbox(_SOURCE, Limits(), server.start)
            sandbox.names()
            sandbox.close()
        server.close()

    return _cost(run)


def _grading(level: Isolation, request: RunRequest) -> Cost:
    def run() -> None:
        with Runner(levels=[level.name]) as runner:
            runner.start(request).finish()

    return _cost(run)


def _cost(action: Callable[[], object]) -> Cost:
    """Run something and count the CPU time of this process and of all that it started and waited for."""
    cpu, began = _cpu_seconds(), time.perf_counter()
    action()
    return Cost(wall=time.perf_counter() - began, cpu=_cpu_seconds() - cpu)


def _cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _request() -> RunRequest:
    assignment = load_course(ROOT).assignment("two-layer-mlp")
    solution = (ROOT / "solutions" / "two_layer_mlp.py").read_text(encoding="utf-8")
    return RunRequest(suite=suite_job(assignment), submission=SubmissionJob(source=solution, seed=7))


if __name__ == "__main__":
    sys.exit(main())
