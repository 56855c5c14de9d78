"""Check what the values of a manifest must be together, and what must be on disk.

These checks look at the plain data, so that a slip in one place hides none in another: wherever the data
has another shape than it should, the models have said so, and there is nothing to check here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from grader.course.document import Document, Keys, Place
from grader.course.models import PATH

__all__ = ["Finding", "check_consistency"]

Finding = tuple[Place, str]
"""A problem: where it is, and what it is."""

_NO_FILE: Final = "there is no file"
_TOTAL: Final = 100


def check_consistency(document: Document, root: Path) -> Iterator[Finding]:
    """Find what contradicts itself or is missing on disk.

    Args:
        document: The parsed manifest, of whatever shape.
        root: The course folder; absolute, without symbolic links.

    Yields:
        The place and the text of each problem.
    """
    assignments = list(_mappings(document.data, (), "assignments"))
    yield from _twice(document, assignments, ("name",))
    yield from _twice(document, assignments, ("files", "stub"))
    for at, assignment in assignments:
        parts = list(_mappings(assignment, at, "parts"))
        yield from _twice(document, parts, ("name",))
        yield from _total(document, (*at, "parts"), assignment.get("parts"))
        yield from _files(document, (*at, "files"), assignment.get("files"), root)


def _mappings(data: Any, at: Keys, key: str) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """Yield the mappings in the list under a key, each with the way to it."""
    entries = data.get(key) if isinstance(data, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield (*at, key, index), entry


def _twice(
    document: Document, entries: list[tuple[Keys, dict[str, Any]]], way: tuple[str, ...]
) -> Iterator[Finding]:
    """Find text that stands in more than one of the entries."""
    first: dict[str, Place] = {}
    for at, entry in entries:
        value: Any = entry
        for key in way:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, str):
            continue
        place = document.values[(*at, *way)]
        if value in first:
            yield place, f"{way[-1]}: `{value}` is here twice; it first stands on line {first[value].line}"
        first.setdefault(value, place)


def _total(document: Document, at: Keys, parts: Any) -> Iterator[Finding]:
    """Find points that do not sum to 100, where all of them are whole numbers."""
    if not isinstance(parts, list) or not parts:
        return
    points: list[Any] = [part.get("points") if isinstance(part, dict) else None for part in parts]
    # By type(), as True is an int and no number of points.
    if all(type(each) is int for each in points) and sum(points) != _TOTAL:
        yield document.values[at], f"parts: their points sum to {sum(points)}, not to {_TOTAL}"


def _files(document: Document, at: Keys, files: Any, root: Path) -> Iterator[Finding]:
    """Find files that are named but not there, or that lie outside the course folder.

    A stub may be missing where there is a solution: `grade publish` makes the one from the other.
    """
    if not isinstance(files, dict):
        return
    for key in ("stub", "solution", "handout", "suite"):
        path = files.get(key)
        problem = _file_problem(root, path, is_suite=key == "suite") if isinstance(path, str) else ""
        if problem and not (key == "stub" and "solution" in files and problem.startswith(_NO_FILE)):
            yield document.values[*at, key], f"files.{key}: {problem}"


def _file_problem(root: Path, path: str, *, is_suite: bool) -> str:
    """Say why a path is of no use; empty if it is, or if it is not a path below the course folder."""
    if not re.fullmatch(PATH, path):
        return ""
    try:
        target = (root / path).resolve()
        if not target.is_relative_to(root):
            return f"`{path}` leaves the course folder by a symbolic link"
        if not is_suite:
            return "" if target.is_file() else f"{_NO_FILE} `{path}`"
        if not target.is_dir():
            return f"there is no folder `{path}`"
        return "" if (target / "visible").is_dir() else f"the folder `{path}` has no folder `visible` in it"
    except (OSError, RuntimeError, ValueError) as error:
        # A name too long for the file system, a loop of links, a character no file name can have.
        return f"`{path}` cannot be looked up: {error}"
