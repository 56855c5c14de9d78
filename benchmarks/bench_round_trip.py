"""What a round trip to the worker costs, against the plainest echo Python offers, a `multiprocessing.Pipe`.

The pipe sends pickles and checks nothing; the worker decodes safe values, watches its limits, catches errors
and notices changed arguments. The benchmark fails if that costs more than RATIO times the CPU time.
"""

import multiprocessing
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Final

import numpy as np

from benchmarks.measure import cost_here, interleaved, machine, table
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.suite.session import Session
from grader.suite.submission_proxy import SubmissionProxy

RATIO: Final = 20.0
"""How many times the CPU time of an echo a small call may take; far above what is measured."""

SOURCE: Final = """
def echo(x):
    return x


class Number:
    def __init__(self, data):
        self.data = data

    def __add__(self, other):
        return Number(self.data + other)
"""
SMALL: Final = {"x": 1.5, "activation": "relu"}
CALLS: Final = 3000
ADDITIONS: Final = 12_000
LARGE_CALLS: Final = 100
"""As many calls as make a time that the system's clock of CPU time, in hundredths of a second, can tell."""


def main() -> int:
    """Measure and print; 1 if a small call costs too much."""
    session = Session(Sandbox(SOURCE, Limits(cpu_seconds_total=3600.0)), {})
    here, there = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    child.start()
    rows = _measure(SubmissionProxy(session), here)
    here.close()
    child.kill()
    session.close()
    print(f"One round trip, {machine()}\n")
    print(table(("what travels", "wall", "CPU", "against the pipe"), [row for row, _ in rows]))
    worst = max(ratio for _, ratio in rows[:1])
    print(f"\nA small call takes {worst:.1f} times the CPU time of an echo; {RATIO} are permitted.")
    return 0 if worst <= RATIO else 1


def _measure(submission: Any, pipe: Connection) -> list[tuple[tuple[str, ...], float]]:
    """Measure each thing that travels, by the worker and by the pipe in turn."""
    large = np.random.default_rng(0).normal(size=131_072)

    def call(value: object, times: int) -> None:
        for _ in range(times):
            submission.echo(value)

    def echo(value: object, times: int) -> None:
        for _ in range(times):
            pipe.send(value)
            pipe.recv()

    def add(times: int) -> None:
        total = submission.Number(0.0)
        for _ in range(times):
            total = total + 1.0
        if total.data != times:
            raise RuntimeError("the sum is wrong")

    return [
        _compare("a small dict", CALLS, partial(call, SMALL), partial(echo, SMALL)),
        _compare("an array of 1 MB", LARGE_CALLS, partial(call, large), partial(echo, large)),
        _compare("an addition, pipelined", ADDITIONS, add, partial(echo, 1.0)),
    ]


def _compare(
    what: str, times: int, ours: Callable[[int], None], echo: Callable[[int], None]
) -> tuple[tuple[str, ...], float]:
    costs = interleaved(
        {"ours": lambda: cost_here(lambda: ours(times)), "echo": lambda: cost_here(lambda: echo(times))}
    )
    mine, theirs = costs["ours"], costs["echo"]
    ratio = mine.cpu / max(theirs.cpu, 1e-3)
    return (what, _each(mine.wall, times), _each(mine.cpu, times), f"{ratio:.1f}"), ratio


def _each(seconds: float, times: int) -> str:
    return f"{1e6 * seconds / times:.0f} µs"


def _serve(pipe: Connection) -> None:
    while True:
        try:
            pipe.send(pipe.recv())
        except EOFError:
            return


if __name__ == "__main__":
    sys.exit(main())
