"""A class that never was: what students of a real course hand in, made from an assignment's known mistakes.

The shares are those of a class one has met: a mistake or two that many share, others that few make, some
who mend what they were told, some who begin too late. A seed decides, so the class is the same each time. Who
makes the same mistake hands in the same text, which is graded once.

    python -m benchmarks.example_class two-layer-mlp FOLDER

writes `handed-in/`, `roster.csv` and, for `grade class`, the pattern of the names.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from grader.course import load_course
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import Misconception, load_catalogue, mistaken_source
from grader.model.assignment import Assignment

__all__ = ["PATTERN", "HandedIn", "example_class", "write_class"]

ROOT: Final = Path(__file__).parents[1]
PATTERN: Final = r"(?P<id>s\d+)_(?P<time>\d{8}T\d{4})/(?P<file>.+)"
"""The pattern of the folders' names, for `grade class --pattern`."""
SHARES: Final = {
    "right": 20,
    "variant": 8,
    "wrong": 48,
    "twice": 16,
    "stub": 3,
    "broken": 2,
    "endless": 1,
    "odd": 2,
}
"""How many of a hundred last attempts are of each kind."""
COMMON: Final = 6
"""Of the known mistakes, how many are common; the others are rare."""
FIRST: Final = (
    "Ada", "Blaise", "Chen", "Dora", "Emre", "Fatima", "Goran", "Hana", "Ines", "Jamal", "Kiri", "Lotte",
    "Mateo", "Noor", "Olga", "Priya", "Quinn", "Rosa", "Sofia", "Tariq", "Uma", "Viktor", "Wei",
    "Ximena", "Yusuf", "Zoë",
)  # fmt: skip
LAST: Final = (
    "Abel", "Bauer", "Costa", "Dietz", "Eriksen", "Fischer", "García", "Hoffmann", "Ivanov", "Jansen",
    "Khan", "Lindner", "Moreau", "Nakamura", "Okafor", "Petrov", "Qureshi", "Rossi", "Silva", "Tanaka",
    "Ueda",
    "Vogel",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """One attempt of one student.

    Attributes:
        student: The student's number.
        name: The student's name.
        section: The student's section.
        time: When it was handed in.
        source: The file.
    """

    student: str
    name: str
    section: str
    time: datetime
    source: str


def example_class(assignment: Assignment, size: int = 200, seed: int = 1) -> list[HandedIn]:
    """Make a class.

    Args:
        assignment: The assignment, with its solution and its known mistakes.
        size: How many students it has.
        seed: What decides who makes which mistake.

    Returns:
        The attempts, those of a student after each other, oldest first.
    """
    draw = random.Random(seed)  # noqa: S311  # a class, no secret
    makers = _Makers(assignment, draw)
    people = [
        (f"s{1000 + number}", f"{draw.choice(FIRST)} {draw.choice(LAST)}", f"Lab {1 + number % 5}")
        for number in range(size)
    ]
    return [one for person in people for one in _attempts(person, makers, draw, assignment)]


def write_class(attempts: list[HandedIn], folder: Path, file: str) -> None:
    """Write `handed-in/` and `roster.csv` of a class.

    Args:
        attempts: What was handed in.
        folder: Where to write it.
        file: The name of everybody's file.
    """
    for one in attempts:
        place = folder / "handed-in" / f"{one.student}_{one.time:%Y%m%dT%H%M}"
        place.mkdir(parents=True, exist_ok=True)
        (place / file).write_text(one.source, encoding="utf-8", newline="\n")
    people = {one.student: (one.name, one.section) for one in attempts}
    lines = [f"{key},{name},{section}" for key, (name, section) in people.items()]
    (folder / "roster.csv").write_text("\n".join(["id,name,section", *lines, ""]), encoding="utf-8")


class _Makers:
    """Makes sources of every kind."""

    def __init__(self, assignment: Assignment, draw: random.Random) -> None:
        if assignment.files.solution is None:
            raise ValueError(f"{assignment.name} has no solution to make mistakes in")
        self._suite = assignment.files.suite
        self._right = read_solved(assignment.files.solution)
        self._stub = assignment.files.stub.read_text(encoding="utf-8")
        entries = list(load_catalogue(self._suite))
        draw.shuffle(entries)
        self._entries = entries
        # Three of four mistakes are among the few common ones; the others are rare, each as rare as the next.
        rare = sum(1 / rank for rank in range(1, COMMON + 1)) / 3 / max(1, len(entries) - COMMON)
        self._weights = [1 / (rank + 1) if rank < COMMON else rare for rank in range(len(entries))]
        self._variants = sorted(self._suite.glob("variants/*.py"))
        self._draw = draw

    def make(self, kind: str) -> str:
        match kind:
            case "wrong":
                return self._mistaken(self._entry())
            case "twice":
                return self._twice()
            case "variant":
                variant = self._draw.choice(self._variants).read_text(encoding="utf-8")
                return f"{self._right}\n\n{variant}"
            case "stub":
                return self._stub
            case "broken":
                return self._right.replace("):\n", ")\n", 1)
            case "endless":
                name = self._right.split("\ndef ", 1)[1].split("(", 1)[0]
                return f"{self._right}\n\ndef {name}(*_, **__):\n    while True:\n        pass\n"
            case "odd":
                return self._right.replace("return ", "return 1.5 * ", 2)
            case _:
                return self._right

    def _entry(self) -> Misconception:
        return self._draw.choices(self._entries, weights=self._weights)[0]

    def _mistaken(self, entry: Misconception) -> str:
        return mistaken_source(entry, self._right, self._suite)

    def _twice(self) -> str:
        """Make two mistakes in different places, where the second still finds its text."""
        one, other = self._entry(), self._entry()
        text = self._mistaken(one)
        for edit in other.edits if not other.base else ():
            text = text.replace(edit.find, edit.becomes) if text.count(edit.find) == 1 else text
        return text


def _attempts(
    person: tuple[str, str, str], makers: _Makers, draw: random.Random, assignment: Assignment
) -> Iterator[HandedIn]:
    """Make the attempts of one student: a last one, and before it what it was mended from."""
    student, name, section = person
    kinds = draw.choices(list(SHARES), weights=list(SHARES.values()), k=1)
    if kinds[0] in {"right", "variant", "wrong"} and draw.random() < 0.45:
        kinds = [
            *draw.choices(["wrong", "twice", "stub"], weights=[6, 3, 1], k=draw.choice([1, 1, 2])),
            *kinds,
        ]
    # Most hand in on the last evening, a few after it.
    time = (
        assignment.due
        - timedelta(hours=draw.expovariate(1 / 20))
        + timedelta(hours=draw.choice([0] * 9 + [7]))
    )
    times = sorted(time - timedelta(hours=draw.uniform(1, 40)) for _ in kinds[1:])
    for each, kind in zip([*times, time], kinds, strict=True):
        yield HandedIn(student=student, name=name, section=section, time=each, source=makers.make(kind))


def main() -> int:
    """Write a class to a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=200, help="students in the class")
    options = parser.parse_args()
    assignment = load_course(ROOT).assignment(options.assignment)
    write_class(example_class(assignment, options.size), options.folder, assignment.files.stub.name)
    print(
        f"grade class {options.assignment} {options.folder / 'handed-in'} "
        f"--roster {options.folder / 'roster.csv'} "
        f"--pattern '{PATTERN}'"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
