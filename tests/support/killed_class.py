"""A small class whose run is killed, and what a gradebook holds of it in the end."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

import psutil

from grader.gradebook.records import Result, Submitted
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Student
from tests.support.class_course import course_with_essay
from tests.support.class_downloads import write_zip
from tests.support.gradebook_rows import START

__all__ = ["SIZE", "ClassRun", "Contents", "contents", "grade_command", "killed_course", "leaves_nothing"]

_RIGHT: Final = "def answer(): return 42\n"
_SOURCES: Final = (
    *(f"{_RIGHT}# {number}\n" for number in range(3)),
    # The same file from three of them is graded once.
    *(_RIGHT for _ in range(3)),
    "def answer(): return 41\n",
    "def answer(): return 1 / 0\n",
    "import os\ndef answer(): os._exit(3)\n",
    "def answer( return\n",
)
SIZE: Final = len(_SOURCES)
"""How many handed something in."""
_SET_CHILD_SUBREAPER: Final = 36
_ENDING_SECONDS: Final = 20.0

Attempts = list[tuple[Submitted, Result, dict[str, Any]]]


def killed_course(folder: Path) -> Path:
    """Make a course with `handed-in.zip` and `roster.csv`, on which one student handed in nothing.

    In `hanging.zip`, everybody's code hangs.
    """
    folder.mkdir()
    course = course_with_essay(folder)
    manifest = course / "assignments.yaml"
    text = manifest.read_text(encoding="utf-8")
    # Where a test may mount a disk of its own, nothing stronger than a process can be had perhaps.
    manifest.write_text(text.replace("name: A course", "name: A course\n  isolation: L1"), encoding="utf-8")
    numbers = range(501, 501 + SIZE)
    names = [f"student{number}_{number}_{number}9_one.py" for number in numbers]
    hanging = (f"def answer():\n    while {number}: pass\n" for number in numbers)
    write_zip(course / "handed-in.zip", dict(zip(names, _SOURCES, strict=True)))
    write_zip(course / "hanging.zip", dict(zip(names, hanging, strict=True)))
    rows = [f"Student {number},s{number},{number}" for number in (*numbers, 599)]
    (course / "roster.csv").write_text("\n".join(["name,id,canvas id", *rows, ""]), encoding="utf-8")
    return course


def grade_command(where: str, submissions: str = "handed-in.zip") -> list[str]:
    """Return the command that grades the class into a gradebook, to be run in the course."""
    words = ("class", "one", submissions, "--roster", "roster.csv", "--zone", "UTC", "--gradebook", where)
    return [sys.executable, "-m", "grader", *words]


class ClassRun:
    """A run of `grade class` in a process group of its own.

    Args:
        course: The course.
        where: The gradebook.
        submissions: What is graded.
    """

    def __init__(self, course: Path, where: str, submissions: str = "handed-in.zip") -> None:
        self._process = subprocess.Popen(
            grade_command(where, submissions),
            cwd=course,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill(whole_group=True)

    def is_running(self) -> bool:
        """Return whether it goes on."""
        return self._process.poll() is None

    def wait_for_signs(self, sign: Callable[[], object], count: int) -> None:
        """Wait until something has changed so many times, or the run has ended."""
        last = sign()
        while count and self.is_running():
            time.sleep(0.001)
            now = sign()
            count -= now != last
            last = now

    def kill(self, *, whole_group: bool) -> bool:
        """Kill it as a power cut does.

        Args:
            whole_group: Whether all its processes die with it; else the command alone is killed, and the
                others have to notice that it is gone.

        Returns:
            Whether it was still running.
        """
        running = self.is_running()
        if whole_group:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.communicate(timeout=_ENDING_SECONDS)
        return running and self._process.returncode == -signal.SIGKILL

    def interrupt(self) -> tuple[float, str]:
        """Press Ctrl-C, which reaches every process in a terminal.

        Returns:
            How many seconds it took to end, and what it printed.
        """
        began = time.monotonic()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGINT)
        told, _ = self._process.communicate(timeout=_ENDING_SECONDS)
        return time.monotonic() - began, told

    def finish(self) -> str:
        """Wait for its end and return what it printed.

        Raises:
            AssertionError: It did not end well.
        """
        told, _ = self._process.communicate(timeout=120)
        if self._process.returncode:
            raise AssertionError(f"the run ended with status {self._process.returncode}:\n{told}")
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a gradebook holds, without what is another for each: times, the seed, and how code was confined.

    Attributes:
        students: All students.
        attempts: Attempts with results and reports, by student and file.
        sizes: How many rows there are of each kind.
    """

    students: list[Student]
    attempts: Attempts
    sizes: Mapping[str, int]


def contents(where: str) -> Contents:
    """Read what a gradebook holds.

    Raises:
        AssertionError: It is damaged, or its results are not of one seed.
    """
    with Gradebook(where, create=False) as book:
        damage = book.check()
        if damage:
            raise AssertionError(f"the gradebook is damaged: {damage}")
        found = book.attempts(texts=True)
        if len({one.result.key.seed for one in found}) > 1:
            raise AssertionError("results have several seeds")
        attempts = [(one.submitted, _without_chance(one.result), _report(one.result)) for one in found]
        return Contents(
            students=book.students(),
            attempts=sorted(attempts, key=lambda one: (one[0].student, one[0].file)),
            sizes=book.sizes(),
        )


@contextmanager
def leaves_nothing() -> Iterator[None]:
    """Look that no process which was started within is left; on Linux those whose parent died, too."""
    before = {child.pid for child in psutil.Process().children()}
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    yield
    ends = time.monotonic() + _ENDING_SECONDS
    while left := [child for child in psutil.Process().children() if child.pid not in before]:
        for child in left:
            with suppress(ChildProcessError):
                os.waitpid(child.pid, os.WNOHANG)
        if time.monotonic() > ends:
            raise AssertionError(f"these processes are left: {left}")
        time.sleep(0.005)


def _without_chance(result: Result) -> Result:
    return replace(result, key=replace(result.key, seed=0), graded_at=START, isolation="", report="")


def _report(result: Result) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(result.report)
    for one in (report, *report["assignments"]):
        del one["seed"]
    del report["grader"]["isolation"]
    return report
