"""The secrets of a course: significant lines of its private files, and bytes of its hidden recordings.

A line is significant if it computes or calls; `else:` and `return result` are not. Comparisons ignore white
space. A line that students are given anyway, such as one that the handout explains, is no secret, unless the
text they are given holds half of a solution region or two thirds of a private file: then it is a copy.
"""

import io
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain
from math import inf
from pathlib import Path
from typing import Final

from grader.authoring.packaging import package_files
from grader.course.edition import files_for_students
from grader.course.solution import find_regions, make_stub, read_solved
from grader.diagnosis.catalogue import load_catalogue
from grader.files import read_course_text
from grader.model.assignment import Assignment, Course

__all__ = ["BLOCK_SIZE", "LineIndex", "Secrets", "gather_secrets"]

BLOCK_SIZE: Final = 32
"""Size of the blocks, in bytes, in which recordings are searched for."""
_COMPUTING: Final = re.compile(r"[=+\-*/@%<>(\[]")
_SHORTEST_LINE: Final = 5
_PREFIX: Final = 12  # of a line that is also found inside others
_CHANCE_MATCHES: Final = 4  # lines that the grader's own files may share with a course by chance
# The share of a private text from which on its lines in a public text make that a copy.
_COPIED_REGION: Final = 1 / 2
_COPIED_FILE: Final = 2 / 3  # a hidden check may repeat half of a visible one
_COPIED_RECORDING: Final = 1 / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _PrivateText:
    """A solution region, a private file or a misconception.

    Attributes:
        lines: Place of each significant line, such as `solutions/mlp.py:12`, by the line without white space.
        copied: The share of them from which on a text for students is a copy.
    """

    lines: dict[str, str]
    copied: float

    def may_share(self, lines: Collection[str]) -> bool:
        """Tell whether a text for students may hold these lines without being a copy."""
        return len(lines) < self.copied * len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The texts, bytes and file names that no student may get.

    Attributes:
        lines: The place of each secret line, by the line without white space.
        blocks: The recording of each block of bytes.
        paths: Paths of private files, relative to the course folder.
    """

    lines: dict[str, str] = field(default_factory=dict)
    blocks: dict[bytes, str] = field(default_factory=dict)
    paths: frozenset[str] = frozenset()


class LineIndex:
    """Index of lines, to find all of them in a text at once.

    A line of twelve characters or more is also found inside other lines.

    Args:
        lines: The lines, without white space.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = set(lines)
        self._starts: dict[str, list[str]] = {}
        for line in self._lines:
            if len(line) >= _PREFIX:
                self._starts.setdefault(line[:_PREFIX], []).append(line)

    def found_in(self, text: str) -> set[str]:
        """Return the lines that a text holds."""
        return set(self.places_in(text))

    def places_in(self, text: str) -> dict[str, int]:
        """Find where a text first holds each of the lines that it holds.

        Returns:
            The line of the text at which it begins; 1 is the first.
        """
        squeezed = [_squeeze(line) for line in text.split("\n")]
        places: dict[str, int] = {}
        for number, line in enumerate(squeezed, start=1):
            if line in self._lines:
                places.setdefault(line, number)
        flat, starts = "".join(squeezed), list(accumulate(map(len, squeezed), initial=0))
        for at in range(len(flat) - _PREFIX + 1):
            for line in self._starts.get(flat[at : at + _PREFIX], ()):
                if flat.startswith(line, at):
                    places[line] = min(places.get(line, len(squeezed)), bisect_right(starts, at))
        return places


def _squeeze(text: str) -> str:
    """Remove all white space."""
    return "".join(text.split())


def gather_secrets(course: Course) -> Secrets:
    """Gather the secrets of a course.

    Raises:
        CourseFault: A file cannot be read, or the markers of a solved file are wrong.
    """
    texts: list[_PrivateText] = []
    blocks: dict[bytes, str] = {}
    paths: set[Path] = set()
    for assignment in course.assignments:
        paths |= {*_private_paths(assignment, ""), *filter(None, [assignment.files.solution])}
        texts += _solution_regions(course, assignment)
        texts += _private_files(course, assignment)
        texts += _misconceptions(assignment)
        blocks |= _recording_blocks(course, assignment)
    public = _public_lines(course, texts)
    lines = chain.from_iterable(text.lines.items() for text in texts)
    return Secrets(
        lines={line: place for line, place in lines if line not in public},
        blocks=blocks,
        paths=frozenset(path.relative_to(course.root).as_posix() for path in paths),
    )


def _solution_regions(course: Course, assignment: Assignment) -> Iterator[_PrivateText]:
    path = assignment.files.solution
    if path is None:
        return
    name = path.relative_to(course.root).as_posix()
    source = read_solved(path)
    lines = io.StringIO(source).readlines()
    for region in find_regions(source, str(path)):
        inside = range(region.begin, region.end - 1)
        by_place = {f"{name}:{i + 1}": lines[i] for i in inside}
        yield _PrivateText(lines=_significant_lines(by_place), copied=_COPIED_REGION)


def _private_files(course: Course, assignment: Assignment) -> Iterator[_PrivateText]:
    for path in _private_paths(assignment, ".py"):
        name = path.relative_to(course.root).as_posix()
        lines = read_course_text(path, "file of the suite").split("\n")
        by_place = {f"{name}:{number}": line for number, line in enumerate(lines, start=1)}
        yield _PrivateText(lines=_significant_lines(by_place), copied=_COPIED_FILE)


def _misconceptions(assignment: Assignment) -> Iterator[_PrivateText]:
    """Yield the code of each misconception; students may read its advice."""
    entries = load_catalogue(assignment.files.suite)
    for entry in (program for one in entries for program in one.programs):
        text = "\n".join([*(edit.becomes for edit in entry.edits), entry.append])
        where = f"the misconception {entry.name} of {assignment.name}"
        by_place = {f"{where}, line {number}": line for number, line in enumerate(text.split("\n"), start=1)}
        yield _PrivateText(lines=_significant_lines(by_place), copied=inf)


def _recording_blocks(course: Course, assignment: Assignment) -> dict[bytes, str]:
    """Cut the hidden recordings into blocks, without those that visible recordings share, such as headers."""
    given = [path.read_bytes() for path in files_for_students(assignment) if path.suffix == ".rec"]
    public = [
        {content[at : at + BLOCK_SIZE] for at in range(len(content) - BLOCK_SIZE + 1)} for content in given
    ]
    blocks: dict[bytes, str] = {}
    for path in _private_paths(assignment, ".rec"):
        name, content = path.relative_to(course.root).as_posix(), path.read_bytes()
        own = {content[at : at + BLOCK_SIZE] for at in range(0, len(content) - BLOCK_SIZE, BLOCK_SIZE)}
        # Sharing more than that is no coincidence but a copy.
        shared = (own & one for one in public)
        allowed = set[bytes]().union(*(one for one in shared if len(one) < _COPIED_RECORDING * len(own)))
        blocks |= dict.fromkeys(own - allowed, name)
    return blocks


def _private_paths(assignment: Assignment, suffix: str) -> list[Path]:
    given = set(files_for_students(assignment))
    paths = assignment.files.suite.rglob(f"*{suffix}")
    return sorted(path for path in paths if path.is_file() and path not in given)


def _significant_lines(by_place: dict[str, str]) -> dict[str, str]:
    """Return the place of each significant line by the line without white space."""
    squeezed = {_squeeze(line): place for place, line in by_place.items()}
    return {
        line: place
        for line, place in squeezed.items()
        if len(line) >= _SHORTEST_LINE and _COMPUTING.search(line.strip("("))
    }


def _public_lines(course: Course, texts: Collection[_PrivateText]) -> set[str]:
    """Find the private lines that students are given on purpose, or by chance with the grader."""
    index = LineIndex(chain.from_iterable(text.lines for text in texts))
    public: set[str] = set()
    for assignment in course.assignments:
        solution, handout = assignment.files.solution, assignment.files.handout
        if solution is not None:
            public |= index.found_in(make_stub(read_solved(solution), str(solution)))
        paths = [path for path in files_for_students(assignment) if path.suffix in {".py", ".json"}]
        for path in [*paths, handout] if handout is not None else paths:
            found = index.found_in(read_course_text(path, "text for students"))
            for text in texts:
                if text.may_share(shared := found & text.lines.keys()):
                    public |= shared
    for content in package_files().values():
        found = index.found_in(content.decode("utf-8", "replace"))
        for text in texts:
            if len(shared := found & text.lines.keys()) <= _CHANCE_MATCHES:
                public |= shared
    return public
