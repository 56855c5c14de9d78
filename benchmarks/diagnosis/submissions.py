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

__all__ = ["AUTHORS", "COURSE", "Wrong", "entries", "held_back", "pairs", "slips"]

ROOT: Final = Path(__file__).parents[2]
COURSE: Final = load_course(ROOT)
PAIRS: Final = 300
SEED: Final = 20261121
AUTHORS: Final = "first", "second", "third"
"""Who wrote slips; none had seen a catalogue, nor what those before had written."""
_HELD_BACK: Final = Path(__file__).parent / "held_back"
_SLIPS: Final = Path(__file__).parent / "slips"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A wrong submission.

    Attributes:
        name: What tables call it.
        assignment: Name of the assignment.
        source: Its text.
        names: Names of the misconceptions that are right for it.
        mistake: What is wrong, in a sentence; empty where the name says it.
        at_first: Of a slip, the verdict on what was said of it before anything was mended for it.
        author: Of a slip, which of AUTHORS wrote it.
    """

    name: str
    assignment: str
    source: str
    names: frozenset[str] = frozenset()
    mistake: str = ""
    at_first: str = ""
    author: str = ""


def entries() -> list[Wrong]:
    """Give every program that makes a misconception of the course as a submission of its own."""
    return [
        replace(_made(one, program), names=frozenset({entry.name}))
        for one in COURSE.assignments
        for entry in _catalogue(one)
        for program in entry.programs
    ]


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
    """Read the submissions that were written without a look at the catalogues.

    Right for each is every entry that a reader found to describe it.
    """
    index = yaml.safe_load((_HELD_BACK / "index.yaml").read_text(encoding="utf-8"))
    return [
        Wrong(
            name=Path(file).stem,
            assignment=facts["assignment"],
            source=(_HELD_BACK / file).read_text(encoding="utf-8"),
            names=frozenset(facts["names"]),
            mistake=facts["wrong"],
        )
        for file, facts in index.items()
    ]


def slips() -> list[Wrong]:
    """Read the slips: each is the solution with some functions in another's hand, one of them wrong."""
    found = []
    for author, file, facts in _slip_index():
        assignment, _, name = file.partition("/")
        text = (_SLIPS / f"{file}.py").read_text(encoding="utf-8")
        source = f"{_solution(COURSE.assignment(assignment))}\n\n{text}"
        found.append(
            Wrong(
                name=name,
                assignment=assignment,
                source=source,
                mistake=facts["wrong"],
                at_first=facts["at first"],
                author=author,
            )
        )
    return found


def _slip_index() -> Iterator[tuple[str, str, dict[str, str]]]:
    for author in AUTHORS:
        index = yaml.safe_load((_SLIPS / f"{author}.yaml").read_text(encoding="utf-8"))
        yield from ((author, file, facts) for file, facts in index.items())


def _catalogue(assignment: Assignment) -> tuple[Misconception, ...]:
    return load_catalogue(assignment.files.suite)


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
