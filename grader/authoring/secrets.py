"""What a release must not hold: telling lines of what stays with the instructor, and bytes of its recordings.

A line tells something if it computes or calls; `else:` and `return result` do not. White space is left out of
all comparisons. A line that students are given anyway, such as one that the handout explains, is no secret,
unless what they are given holds half of a solution's region, or two thirds of a file that stays: then it is a
copy of it.
"""

import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from math import inf
from pathlib import Path
from typing import Final

from grader.authoring.packaging import package_files
from grader.course.edition import files_for_students
from grader.course.solution import find_regions, make_stub, read_solved
from grader.diagnosis.catalogue import load_catalogue
from grader.files import read_course_text
from grader.model.assignment import Assignment, Course

__all__ = ["BLOCK", "LineIndex", "Secrets", "gather_secrets"]

BLOCK: Final = 32
"""Bytes of a recording that are looked for at a time."""
_TELLING: Final = re.compile(r"[=+\-*/@%<>(\[]")
_LEAST: Final = 5
_SHORTEST: Final = 12
# The grader's own files may by chance share a few lines with a course.
_CHANCE: Final = 4
_MUCH_OF_A_REGION: Final = 1 / 2
_MUCH_OF_A_FILE: Final = 2 / 3  # a hidden check may be half made of what a visible one says
_MUCH_OF_A_RECORDING: Final = 1 / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A solution region, or a file that stays with the instructor.

    Attributes:
        lines: Where each telling line stands, such as `solutions/mlp.py:12`, by the line without white space.
        much: The share of them that no text for students may hold.
    """

    lines: dict[str, str]
    much: float

    def excuses(self, shared: Collection[str]) -> bool:
        """Whether a text for students that shares these lines may show them."""
        return len(shared) < self.much * len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What is looked for.

    Attributes:
        lines: Where each line stands, by the line without white space.
        blocks: Which recording a block of bytes is from.
        paths: The files that stay with the instructor, from the course folder.
    """

    lines: dict[str, str] = field(default_factory=dict)
    blocks: dict[bytes, str] = field(default_factory=dict)
    paths: frozenset[str] = frozenset()


class LineIndex:
    """Finds many lines in a text at once.

    A line is found as a line of its own, and from twelve characters on inside others too.

    Args:
        lines: The lines, without white space.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = set(lines)
        self._starts: dict[str, list[str]] = {}
        for line in self._lines:
            if len(line) >= _SHORTEST:
                self._starts.setdefault(line[:_SHORTEST], []).append(line)

    def found_in(self, text: str) -> set[str]:
        """Give the lines that a text holds."""
        flat = _squeeze(text)
        found = self._lines.intersection(map(_squeeze, text.split("\n")))
        for at in range(len(flat) - _SHORTEST + 1):
            for line in self._starts.get(flat[at : at + _SHORTEST], ()):
                if flat.startswith(line, at):
                    found.add(line)
        return found


def _squeeze(text: str) -> str:
    """Leave out all white space."""
    return "".join(text.split())


def gather_secrets(course: Course) -> Secrets:
    """Gather everything of a course that its students must not get.

    Raises:
        CourseFault: If a file cannot be read, or a solved file's markers are wrong.
    """
    units: list[_Unit] = []
    blocks: dict[bytes, str] = {}
    paths: set[Path] = set()
    for assignment in course.assignments:
        paths |= {*_stays(assignment, ""), *filter(None, [assignment.files.solution])}
        units += _regions(course, assignment)
        units += _private_files(course, assignment)
        units += _misconceptions(assignment)
        blocks |= _blocks(course, assignment)
    excused = _excused(course, units)
    found = chain.from_iterable(unit.lines.items() for unit in units)
    return Secrets(
        lines={line: at for line, at in found if line not in excused},
        blocks=blocks,
        paths=frozenset(path.relative_to(course.root).as_posix() for path in paths),
    )


def _regions(course: Course, assignment: Assignment) -> Iterator[_Unit]:
    """Give each region of a solved file."""
    path = assignment.files.solution
    if path is None:
        return
    name = path.relative_to(course.root).as_posix()
    source = read_solved(path)
    lines = io.StringIO(source).readlines()
    for region in find_regions(source, str(path)):
        inside = range(region.begin, region.end - 1)
        yield _Unit(lines=_telling({f"{name}:{i + 1}": lines[i] for i in inside}), much=_MUCH_OF_A_REGION)


def _private_files(course: Course, assignment: Assignment) -> Iterator[_Unit]:
    """Give each Python file of a suite that students do not get."""
    for path in _stays(assignment, ".py"):
        name = path.relative_to(course.root).as_posix()
        lines = read_course_text(path, "file of the suite").split("\n")
        yield _Unit(
            lines=_telling({f"{name}:{number}": line for number, line in enumerate(lines, start=1)}),
            much=_MUCH_OF_A_FILE,
        )


def _misconceptions(assignment: Assignment) -> Iterator[_Unit]:
    """Give what each known mistake puts in the place of a solution's text; its advice students may read."""
    for entry in load_catalogue(assignment.files.suite).entries:
        text = "\n".join([*(new for _, new in entry.edits), entry.append])
        where = f"the misconception {entry.name} of {assignment.name}"
        lines = {f"{where}, line {number}": line for number, line in enumerate(text.split("\n"), start=1)}
        yield _Unit(lines=_telling(lines), much=inf)


def _blocks(course: Course, assignment: Assignment) -> dict[bytes, str]:
    """Cut the recordings that students do not get into blocks; what all recordings begin with is left out."""
    given = [path.read_bytes() for path in files_for_students(assignment) if path.suffix == ".rec"]
    public = [{content[at : at + BLOCK] for at in range(len(content) - BLOCK + 1)} for content in given]
    blocks: dict[bytes, str] = {}
    for path in _stays(assignment, ".rec"):
        name, content = path.relative_to(course.root).as_posix(), path.read_bytes()
        own = {content[at : at + BLOCK] for at in range(0, len(content) - BLOCK, BLOCK)}
        # One that is there for the most part is no coincidence but a copy.
        known = (own & one for one in public)
        excused = set[bytes]().union(*(one for one in known if len(one) < _MUCH_OF_A_RECORDING * len(own)))
        blocks |= dict.fromkeys(own - excused, name)
    return blocks


def _stays(assignment: Assignment, suffix: str) -> list[Path]:
    given = set(files_for_students(assignment))
    paths = assignment.files.suite.rglob(f"*{suffix}")
    return sorted(path for path in paths if path.is_file() and path not in given)


def _telling(lines: dict[str, str]) -> dict[str, str]:
    squeezed = {_squeeze(line): at for at, line in lines.items()}
    return {
        line: at for line, at in squeezed.items() if len(line) >= _LEAST and _TELLING.search(line.strip("("))
    }


def _excused(course: Course, units: Collection[_Unit]) -> set[str]:
    """Find the lines that are in what students are given on purpose."""
    index = LineIndex(chain.from_iterable(unit.lines for unit in units))
    excused: set[str] = set()
    for assignment in course.assignments:
        solution, handout = assignment.files.solution, assignment.files.handout
        if solution is not None:
            excused |= index.found_in(make_stub(read_solved(solution), str(solution)))
        texts = [path for path in files_for_students(assignment) if path.suffix in {".py", ".json"}]
        for path in [*texts, handout] if handout is not None else texts:
            found = index.found_in(read_course_text(path, "text for students"))
            for unit in units:
                shared = found & unit.lines.keys()
                if unit.excuses(shared):
                    excused |= shared
    for content in package_files().values():
        found = index.found_in(content.decode("utf-8", "replace"))
        for unit in units:
            shared = found & unit.lines.keys()
            if len(shared) <= _CHANCE:
                excused |= shared
    return excused
