"""Where things stand in the files of a course: checks, parts, functions of the solution."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from grader.course import MANIFEST
from grader.errors import GraderError
from grader.files import read_course_text
from grader.model.assignment import Assignment, Course

__all__ = ["place_of_check", "place_of_fault", "place_of_package", "place_of_part"]

_IDENTIFIER: Final = re.compile(r"(?P<file>[^\s:]+\.py)(?:::(?P<name>[^\s\[]+))?")
_LINE: Final = re.compile(r"\(line (\d+)\)")


def place_of_check(suite: Path, identifier: str) -> tuple[Path, int]:
    """Find the file and the line at which a check begins.

    Args:
        suite: The folder of the assignment's suites.
        identifier: Id of the check, such as `visible/test_line.py::test_loss[five_points]`.

    Returns:
        The file, and the line of the function; 0 where the file does not define it itself.
    """
    inside, _, name = identifier.partition("::")
    path = suite / inside
    wanted = name.partition("[")[0].split("::")
    try:
        tree = ast.parse(read_course_text(path, "suite"))
    except (GraderError, SyntaxError, ValueError):
        return path, 0
    return path, next(_lines_of(tree, wanted), 0)


def _lines_of(tree: ast.AST, wanted: list[str]) -> Iterator[int]:
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name == wanted[0]:
            if len(wanted) == 1:
                yield node.lineno
            else:
                yield from _lines_of(node, wanted[1:])


def place_of_fault(suite: Path, message: str) -> tuple[Path, int]:
    """Find the place that a fault names: its message begins with the id of a check, or with a file."""
    named = _IDENTIFIER.match(message)
    if named is None:
        return suite, 0
    if named["name"]:
        return place_of_check(suite, named[0])
    line = _LINE.search(message)
    return suite / named["file"], int(line[1]) if line else 0


def place_of_part(course: Course, assignment: Assignment, part: str) -> tuple[Path, int]:
    """Find the line of the manifest at which a part is described; 0 in a course without a manifest."""
    names = [one.name for one in assignment.parts]
    key = ("parts", names.index(part), "name")
    return course.root / MANIFEST, _manifest_line(course, assignment, key)


def place_of_given(course: Course, assignment: Assignment) -> tuple[Path, int]:
    """Find the line of the manifest that lists the given functions of an assignment."""
    return course.root / MANIFEST, _manifest_line(course, assignment, ("given",))


def place_of_package(course: Course, assignment: Assignment, number: int) -> tuple[Path, int]:
    """Find the line of the manifest that names a package, by its number in the list of the assignment."""
    return course.root / MANIFEST, _manifest_line(course, assignment, ("packages", number))


def _manifest_line(course: Course, assignment: Assignment, key: tuple[str | int, ...]) -> int:
    path = course.root / MANIFEST
    if not path.is_file():
        return 0
    # Only instructors have what reads the manifest, and a bundle has no manifest.
    from grader.course.yaml_document import parse_yaml, read_yaml_text  # noqa: PLC0415  # see above

    document = parse_yaml(read_yaml_text(path))
    index = course.assignments.index(assignment)
    position = document.values.get(("assignments", index, *key))
    return position.line if position is not None else 0
