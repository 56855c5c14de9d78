"""The wrong submissions that the diagnosis is measured on."""

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import yaml

from grader.course import load_course
from grader.diagnosis.catalogue import Misconception, load_catalogue, mistaken_source
from grader.errors import CourseFault
from grader.model.assignment import Assignment

__all__ = ["COURSE", "Wrong", "entries", "held_back", "pairs"]

ROOT: Final = Path(__file__).parents[2]
COURSE: Final = load_course(ROOT)
PAIRS: Final = 300
SEED: Final = 20261121
_HELD_BACK: Final = Path(__file__).parent / "held_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A wrong submission.

    Attributes:
        name: What tables call it.
        assignment: Name of the assignment.
        source: Its text.
        names: Names of the misconceptions that are right for it.
    """

    name: str
    assignment: str
    source: str
    names: frozenset[str]


def entries() -> list[Wrong]:
    """Give every misconception of the course as a submission of its own."""
    return [_made(one, entry) for one in COURSE.assignments for entry in _catalogue(one)]


def pairs() -> list[Wrong]:
    """Draw pairs of misconceptions that can be made in one text, as many of each assignment."""
    drawn: list[Wrong] = []
    for one in COURSE.assignments:
        lottery = random.Random(f"{SEED}:{one.name}")  # noqa: S311  # drawn for variety
        share = PAIRS // len(COURSE.assignments)
        combined = _combined(one, lottery)
        drawn += [next(combined) for _ in range(share)]
    return drawn


def held_back() -> list[Wrong]:
    """Read the submissions that were written from a list of classes of mistakes alone.

    Right for each is every entry that stands for its number in the list and its part.
    """
    index = yaml.safe_load((_HELD_BACK / "index.yaml").read_text(encoding="utf-8"))
    found = []
    for file, facts in index.items():
        one = COURSE.assignment(facts["assignment"])
        ids = {facts["ids"]} if isinstance(facts["ids"], str) else {*facts["ids"]}
        names = frozenset(
            entry.name for entry in _catalogue(one) if ids & {*entry.ids} and entry.part == facts["part"]
        )
        source = (_HELD_BACK / file).read_text(encoding="utf-8")
        found.append(Wrong(name=Path(file).stem, assignment=one.name, source=source, names=names))
    return found


def _catalogue(assignment: Assignment) -> tuple[Misconception, ...]:
    return load_catalogue(assignment.files.suite).entries


def _solution(assignment: Assignment) -> str:
    if assignment.files.solution is None:
        raise CourseFault(f"{assignment.name} has no solved file")
    return assignment.files.solution.read_text(encoding="utf-8")


def _made(assignment: Assignment, entry: Misconception) -> Wrong:
    source = mistaken_source(entry, _solution(assignment), assignment.files.suite)
    return Wrong(name=entry.name, assignment=assignment.name, source=source, names=frozenset({entry.name}))


def _combined(assignment: Assignment, lottery: random.Random) -> Iterator[Wrong]:
    catalogue = _catalogue(assignment)
    while True:
        first, second = lottery.sample(catalogue, 2)
        if (first.base and second.base) or _defined(first) & _defined(second):
            continue
        both = replace(
            first,
            name=f"{first.name} + {second.name}",
            base=first.base or second.base,
            edits=(*first.edits, *second.edits),
            append=f"{first.append}\n\n{second.append}",
        )
        try:
            made = _made(assignment, both)
        except CourseFault:  # the one edits away what the other would edit
            continue
        yield replace(made, names=frozenset({first.name, second.name}))


def _defined(entry: Misconception) -> set[str]:
    """Name what an entry puts in the place of the solution's functions."""
    return {getattr(node, "name", "") for node in ast.parse(entry.append).body} - {""}
