"""Read a manifest into records, or report every problem of it at once."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from pydantic import ValidationError

from grader.course.manifest_schema import PATH, PINNED, AssignmentEntry, FilesEntry, Manifest
from grader.course.reserved_names import COMMANDS
from grader.course.validation_messages import describe_validation_error
from grader.course.yaml_document import Document, KeyPath, Position, parse_yaml, read_yaml_text
from grader.errors import ManifestFault
from grader.model.assignment import Assignment, Course, Files, Graded, Part

__all__ = ["read_manifest"]

_Entries = list[tuple[KeyPath, dict[str, Any]]]
_Problems = Iterator[tuple[Position, str]]

_NO_FILE: Final = "there is no file"
_NEEDLESS_PACKAGES: Final = {
    "numpy": "every submission may import NumPy without its being named",
    "backprop-grader": "no submission may import the grader",
}
_TOTAL_POINTS: Final = 100
_MAX_GIVEN_BYTES: Final = 8_000_000  # they travel with every load, in one message


def read_manifest(path: Path) -> Course:
    """Read a manifest.

    Args:
        path: The manifest; the folder it is in is the course folder.

    Returns:
        The course.

    Raises:
        ManifestFault: The manifest is invalid; the error lists every problem.
    """
    root = path.parent.resolve()
    document = parse_yaml(read_yaml_text(path))
    manifest = _validate(document, root)
    if manifest is None or document.problems:
        raise ManifestFault(root / path.name, document.problems)
    return Course(
        root=root,
        **dict(manifest.course),
        assignments=tuple(_make_assignment(root, entry) for entry in manifest.assignments),
    )


def _validate(document: Document, root: Path) -> Manifest | None:
    """Validate a parsed manifest and add its problems to the document; return None if it is invalid."""
    if not isinstance(document.data, dict):
        if not document.problems:
            document.report(
                Position(line=1, column=1), "expected the keys `course` and `assignments` at the top"
            )
        return None
    for position, message in _find_inconsistencies(document, root):
        document.report(position, message)
    try:
        return Manifest.model_validate(document.data)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            # pydantic drops invalid entries and then calls the list too short as well.
            if one["type"] != "too_short" or not one["input"]:
                document.report(*describe_validation_error(document, one))
        return None


def _make_assignment(root: Path, entry: AssignmentEntry) -> Assignment:
    """Turn a valid entry into the record, with absolute paths."""
    files: FilesEntry = entry.files
    parts = tuple(Part(**dict(part)) for part in entry.parts)
    return Assignment(
        **{
            **dict(entry),
            "files": Files(**{key: _under(root, path) for key, path in files}),
            "parts": parts,
        }
    )


def _under(root: Path, named: Any) -> Any:
    """Make a path absolute, or each of several; None stays None."""
    return tuple(root / path for path in named) if isinstance(named, tuple) else named and root / named


def _find_inconsistencies(document: Document, root: Path) -> _Problems:
    """Find contradictions and missing files, in a document of any shape.

    Args:
        document: The parsed manifest.
        root: The course folder; absolute, without symbolic links.
    """
    assignments = list(_mappings(document.data, (), "assignments"))
    yield from _find_duplicates(document, assignments, ("name",))
    yield from _find_duplicates(document, assignments, ("files", "stub"))
    yield from _check_late(document, ("course", "late"), document.data.get("course"))
    for at, assignment in assignments:
        yield from _check_name(document, (*at, "name"), assignment.get("name"))
        yield from _check_late(document, (*at, "late"), assignment)
        yield from _check_graded(document, (*at, "parts"), assignment.get("parts"))
        yield from _find_duplicates(document, list(_mappings(assignment, at, "parts")), ("name",))
        yield from _check_points(document, (*at, "parts"), assignment.get("parts"))
        yield from _check_files(document, (*at, "files"), assignment.get("files"), root)
        yield from _check_packages(document, (*at, "packages"), assignment.get("packages"))


def _mappings(data: Any, at: KeyPath, key: str) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Yield the mappings in the list under a key, each with its path of keys."""
    entries = data.get(key) if isinstance(data, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield (*at, key, index), entry


def _find_duplicates(document: Document, entries: _Entries, inner: tuple[str, ...]) -> _Problems:
    """Find texts under the keys `inner` that more than one of the entries has."""
    first: dict[str, Position] = {}
    for at, entry in entries:
        value: Any = entry
        for key in inner:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, str):
            continue
        position = document.values[(*at, *inner)]
        if value in first:
            yield (
                position,
                f"{inner[-1]}: `{value}` is here twice; it first stands on line {first[value].line}",
            )
        first.setdefault(value, position)


def _check_points(document: Document, at: KeyPath, parts: Any) -> _Problems:
    """Find points that do not sum to 100, provided that all of them are whole numbers."""
    if not isinstance(parts, list) or not parts:
        return
    points: list[Any] = [part.get("points") if isinstance(part, dict) else None for part in parts]
    # By type(), as True is an int and no number of points.
    if all(type(each) is int for each in points) and sum(points) != _TOTAL_POINTS:
        yield document.values[at], f"parts: their points sum to {sum(points)}, not to {_TOTAL_POINTS}"


def _check_name(document: Document, at: KeyPath, name: Any) -> _Problems:
    """Find an assignment that the command line would take for a command."""
    if isinstance(name, str) and name in COMMANDS:
        yield (
            document.values[at],
            f"name: `grade {name}` is a command; name the assignment otherwise, such as `{name}-1`",
        )


def _check_late(document: Document, at: KeyPath, entry: Any) -> _Problems:
    """Find a rule for lateness that does not say what it costs, or says so twice."""
    late = entry.get("late") if isinstance(entry, dict) else None
    if not isinstance(late, dict):
        return
    if late.get("percent") is not None and late.get("points") is not None:
        yield document.values[*at, "points"], "late: either `percent` or `points` is expected, not both"
    elif late.get("percent") is None and late.get("points") is None and "last_day" not in late:
        yield (
            document.values[at],
            "late: says nothing of what lateness costs; give `percent` or `points`, or `last_day`",
        )


def _check_graded(document: Document, at: KeyPath, parts: Any) -> _Problems:
    """Find an assignment whose suite has nothing to grade."""
    entries = parts if isinstance(parts, list) else []
    by_hand = [isinstance(part, dict) and part.get("graded") == Graded.BY_HAND.value for part in entries]
    if by_hand and all(by_hand):
        yield document.values[at], "parts: all are graded by hand; at least one is graded by checks"


def _check_packages(document: Document, at: KeyPath, packages: Any) -> _Problems:
    """Find packages that are named twice or need no name, and versions that are none.

    Whether they are installed differs from machine to machine, and is no matter of the manifest.
    """
    first: dict[str, str] = {}
    for index, text in enumerate(packages if isinstance(packages, list) else []):
        if not isinstance(text, str) or not re.fullmatch(PINNED, text):
            continue
        try:
            name = canonicalize_name(Requirement(text).name)
        except InvalidRequirement:
            yield document.values[*at, index], f"packages: `{text.partition('==')[2]}` is not a version"
            continue
        if name in _NEEDLESS_PACKAGES:
            yield document.values[*at, index], f"packages: {_NEEDLESS_PACKAGES[name]}; take it out"
        elif name in first:
            yield (
                document.values[*at, index],
                f"packages: `{text}` names what `{first[name]}` names",
            )
        first.setdefault(name, text)


def _check_files(document: Document, at: KeyPath, files: Any, root: Path) -> _Problems:
    """Find files that are missing or lie outside the course folder.

    A stub may be missing beside a solution: `grade publish` makes it.
    """
    if not isinstance(files, dict):
        return
    for key in ("stub", "solution", "handout", "suite"):
        path = files.get(key)
        problem = _describe_file_problem(root, path, is_suite=key == "suite") if isinstance(path, str) else ""
        if problem and not (key == "stub" and "solution" in files and problem.startswith(_NO_FILE)):
            yield document.values[*at, key], f"files.{key}: {problem}"
    yield from _check_given(document, at, files, root)


def _check_given(document: Document, at: KeyPath, files: dict[str, Any], root: Path) -> _Problems:
    """Find given files that are missing, too large, or where no submission would look for them."""
    stub, given = files.get("stub"), files.get("given")
    if not isinstance(given, list) or not isinstance(stub, str):
        return
    beside = PurePosixPath(stub).parent
    made = {stub, str(PurePosixPath(stub).with_suffix(".ipynb"))}
    total = 0
    for index, path in enumerate(given):
        if not isinstance(path, str):
            continue
        problem = _describe_file_problem(root, path, is_suite=False)
        if not problem and (path in made or not PurePosixPath(path).is_relative_to(beside)):
            problem = (
                f"`{path}` is to lie in the stub's folder, `{beside}`, and to be none of the files made there"
            )
        if not problem and re.fullmatch(PATH, path):
            total += (root / path).stat().st_size
            if total > _MAX_GIVEN_BYTES:
                problem = f"with `{path}` they take {total} bytes; {_MAX_GIVEN_BYTES} are permitted together"
        if problem:
            yield document.values[*at, "given", index], f"files.given: {problem}"


def _describe_file_problem(root: Path, path: str, *, is_suite: bool) -> str:
    """Describe why a path is of no use; empty if it is, or if its form is the problem."""
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
