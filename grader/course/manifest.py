"""Read a manifest into records, or report everything that is wrong with it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from grader.course.manifest_schema import PATH, AssignmentEntry, FilesEntry, Manifest
from grader.course.validation_messages import explain
from grader.course.yaml_document import Document, Keys, Place, parse, read_text
from grader.errors import ManifestFault
from grader.model.assignment import Assignment, Course, Files, Part, Tolerance
from grader.model.limits import Limits

__all__ = ["Finding", "check_consistency", "read_course"]

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
        yield from _check_files(document, (*at, "files"), assignment.get("files"), root)


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


def _check_files(document: Document, at: Keys, files: Any, root: Path) -> Iterator[Finding]:
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


def read_course(path: Path) -> Course:
    """Read a manifest.

    Args:
        path: The manifest; the folder it is in is the course folder.

    Returns:
        The course.

    Raises:
        ManifestFault: With every problem of the file.
    """
    root = path.parent.resolve()
    document = parse(read_text(path))
    manifest = _validated(document, root)
    if manifest is None or document.problems:
        raise ManifestFault(root / path.name, document.problems)
    assignments = tuple(_assignment(root, entry) for entry in manifest.assignments)
    return Course(
        root=root,
        name=manifest.course.name,
        version=manifest.course.version,
        isolation=manifest.course.isolation,
        assignments=assignments,
    )


def _validated(document: Document, root: Path) -> Manifest | None:
    """Validate what was parsed, adding the problems to the document; None if there are any."""
    if not isinstance(document.data, dict):
        if not document.problems:
            document.report(
                Place(line=1, column=1), "expected the keys `course` and `assignments` at the top"
            )
        return None
    for place, message in check_consistency(document, root):
        document.report(place, message)
    try:
        return Manifest.model_validate(document.data)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            # pydantic also calls a list too short when its entries are wrong, and only then drops them.
            if one["type"] != "too_short" or not one["input"]:
                document.report(*explain(document, one))
        return None


def _assignment(root: Path, entry: AssignmentEntry) -> Assignment:
    """Make the record of a valid entry."""
    return Assignment(
        name=entry.name,
        title=entry.title,
        due=entry.due,
        files=_files(root, entry.files),
        parts=tuple(
            Part(name=part.name, title=part.title, points=part.points, scoring=part.scoring)
            for part in entry.parts
        ),
        limits=Limits(**dict(entry.limits)),
        reveal=entry.reveal,
        tolerances=Tolerance(**dict(entry.tolerances)),
    )


def _files(root: Path, entry: FilesEntry) -> Files:
    """Make the paths of an assignment absolute."""
    return Files(
        stub=root / entry.stub,
        solution=root / entry.solution if entry.solution is not None else None,
        handout=root / entry.handout if entry.handout is not None else None,
        suite=root / entry.suite,
    )
