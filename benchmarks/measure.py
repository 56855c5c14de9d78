"""What the benchmarks share: running things in turn, counting CPU time, and printing tables."""

import ctypes
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import psutil

__all__ = [
    "RUNS",
    "Cost",
    "cost_here",
    "cost_of_command",
    "interleaved",
    "machine",
    "median_cost",
    "peak_memory",
    "table",
]

RUNS: Final = 9

_SET_CHILD_SUBREAPER: Final = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What something took.

    Attributes:
        wall: Seconds by the clock.
        cpu: Seconds of CPU time, user and system, of every process involved.
    """

    wall: float
    cpu: float


def interleaved(
    subjects: Mapping[str, Callable[[], Cost]], runs: int = RUNS, *, warm_up: int = 1
) -> dict[str, Cost]:
    """Measure each subject `runs` times, in turn, so that a busy spell of the machine meets all of them.

    Args:
        subjects: What to measure, by name.
        runs: How often.
        warm_up: How many runs of each come before and are not counted.

    Returns:
        The medians, by name.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in subjects}
    for run in range(runs + warm_up):
        for name, measure in subjects.items():
            cost = measure()
            if run >= warm_up:
                costs[name].append(cost)
    return {name: median_cost(many) for name, many in costs.items()}


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Give the median of each of the two times."""
    return Cost(
        wall=statistics.median(one.wall for one in costs), cpu=statistics.median(one.cpu for one in costs)
    )


def cost_of_command(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run a command to its end and count its CPU time with that of the processes it started.

    On Linux that includes those which outlive it; elsewhere only those it waited for.

    Args:
        command: The command; its output is thrown away.
        environment: Variables to set beside those of this process.

    Raises:
        RuntimeError: If it does not exit with status 0.
    """
    others = {child.pid for child in psutil.Process().children()}
    _adopt_orphans()
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    # Children that the command has waited for are counted with it.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    cpu = used.ru_utime + used.ru_stime + _cpu_of_orphans(others)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}")
    return Cost(wall=wall, cpu=cpu)


def cost_here(action: Callable[[], object]) -> Cost:
    """Run something in this process and count its CPU time with that of the processes it talks to."""
    cpu, began = _cpu_of_family(), time.perf_counter()
    action()
    return Cost(wall=time.perf_counter() - began, cpu=_cpu_of_family() - cpu)


def peak_memory(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Run a command and return the most memory that it and its processes had at once, in megabytes.

    What several of them share is counted once.

    Raises:
        RuntimeError: If it does not exit with status 0.
    """
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    most = 0
    while process.poll() is None:
        most = max(most, _proportional_bytes(process.pid))
        time.sleep(0.05)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}")
    return most / 1e6


def _proportional_bytes(root: int) -> int:
    total = 0
    with suppress(psutil.Error):
        for one in (psutil.Process(root), *psutil.Process(root).children(recursive=True)):
            # One that has ended meanwhile has no memory any more.
            with suppress(psutil.Error):
                total += one.memory_full_info().pss
    return total


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table; the first column is text, the others are numbers."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def machine() -> str:
    """Describe this machine without giving it away."""
    system = {"linux": "Linux", "darwin": "macOS"}.get(sys.platform, sys.platform)
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} cores, {system} {os.uname().machine}, Python {python}"


def _adopt_orphans() -> None:
    """Become the parent of whatever a command leaves behind, so that it can be waited for."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _cpu_of_orphans(others: Collection[int]) -> float:
    """Wait for children that are none of those known before, and give their CPU time in seconds."""
    total = 0.0
    # The end of one leaves those that it had started.
    while left := [child.pid for child in psutil.Process().children() if child.pid not in others]:
        used = [os.wait4(pid, 0)[2] for pid in left]
        total += sum(one.ru_utime + one.ru_stime for one in used)
    return total


def _cpu_of_family() -> float:
    processes = [psutil.Process(), *psutil.Process().children()]
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))
