"""What a save costs under `grade --watch`, against a cold `grade` of the same file.

The course is the student's: no hidden suite. Every run saves the solution with another remark and waits for
the last line of the report. The benchmark fails if a cold start does not take FASTER times as long by the
clock: a watch spends its CPU time before the save, so seconds are what there is to compare, in turn.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import chdir
from itertools import count
from pathlib import Path
from typing import Final, Self

from benchmarks.measure import Cost, cost_of_command, interleaved, machine, table

ROOT: Final = Path(__file__).parents[1]
NAME: Final = "two-layer-mlp"
FASTER: Final = 1.5
"""How many times as long a cold `grade` must take; far below what is measured."""

_BUDGET: Final = 0.2
_FILE: Final = "two_layer_mlp.py"
_LAST_LINE: Final = "repeats this run)"
_READY: Final = "Ctrl-C ends it."
_PAUSE: Final = 1.0
"""Seconds between two saves: a student types longer than the next runner needs to get ready."""


class Watch:
    """A running `grade --watch`, ended by leaving it.

    Args:
        course: The folder of the course.
    """

    def __init__(self, course: Path) -> None:
        self._file = course / "exercises" / _FILE
        self._source = (ROOT / "solutions" / _FILE).read_text(encoding="utf-8")
        self._numbers = count()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "grader", "--watch", NAME],
            cwd=course,
            env={**os.environ, "COLUMNS": "200"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._until(_READY)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.communicate()

    def save(self) -> Cost:
        """Save the file and wait for the end of the report; the CPU time is not counted."""
        time.sleep(_PAUSE)
        began = time.perf_counter()
        self._file.write_text(f"{self._source}\n# {next(self._numbers)}\n", encoding="utf-8")
        self._until(_LAST_LINE)
        return Cost(wall=time.perf_counter() - began, cpu=0.0)

    def _until(self, text: str) -> None:
        for line in self._process.stdout or ():
            if text in line:
                return
        raise RuntimeError("grade --watch ended early")


def make_course(folder: Path) -> Path:
    """Make a course as a student has it, with the solution in place of the stub."""
    shutil.copy(ROOT / "assignments.yaml", folder)
    for name in ("exercises", "solutions", "tests/suites"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "hidden", ".*")
        )
    shutil.copy(ROOT / "solutions" / _FILE, folder / "exercises" / _FILE)
    return folder


def main() -> int:
    """Measure and print; 1 if watching saves too little."""
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder))
        cold = [sys.executable, "-m", "grader", NAME]
        with chdir(course), Watch(course) as watch:
            costs = interleaved(
                {"a save under grade --watch": watch.save, "grade": lambda: cost_of_command(cold, {})}
            )
    warm, whole = costs["a save under grade --watch"].wall, costs["grade"].wall
    print(f"The visible checks of {NAME}, {machine()}\n")
    rows = [
        ("a save under grade --watch", f"{warm:.3f} s", f"{_BUDGET:.1f} s"),
        ("grade", f"{whole:.3f} s", ""),
    ]
    print(table(("from the start to the last line", "wall", "budget"), rows))
    print(f"\nA cold start takes {whole / warm:.1f} times as long; {FASTER} are asked for.")
    return 0 if whole / warm >= FASTER else 1


if __name__ == "__main__":
    sys.exit(main())
