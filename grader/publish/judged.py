"""Which part of an assignment judges which function, read from the text of the visible suite.

The suite is parsed, never run. A check judges what it takes from `submission`, itself or in the fixtures and
helpers that it uses.
"""

import ast
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from grader.course import Assignment
from grader.files import read_text

__all__ = ["judging_parts"]

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_Definitions = Mapping[str, ast.stmt]


def judging_parts(assignment: Assignment, names: Collection[str]) -> dict[str, str]:
    """Find the part that judges each function or class.

    Args:
        assignment: The assignment; only its visible suite is read.
        names: Names of functions and classes of the stub.

    Returns:
        The name of the part by that of the function: the part with most checks of it. A function that no
        check takes from the submission is left out.

    Raises:
        CourseFault: If a file of the suite cannot be read.
    """
    parts = {part.name for part in assignment.parts}
    checks: dict[str, Counter[str]] = {name: Counter() for name in names}
    shared = _definitions(_texts(assignment, "conftest.py"))
    for text in _texts(assignment, "test_*.py"):
        known = {**shared, **_definitions([text])}
        for check in known.values():
            part = _part(check)
            if part in parts:
                for name in _taken(check, known) & checks.keys():
                    checks[name][part] += 1
    return {name: count.most_common(1)[0][0] for name, count in checks.items() if count}


def _texts(assignment: Assignment, pattern: str) -> list[str]:
    """Read the files of a name beside and in the visible suite."""
    folders = (assignment.files.suite, assignment.visible)
    return [read_text(path, "suite") for folder in folders for path in sorted(folder.glob(pattern))]


def _definitions(texts: list[str]) -> dict[str, ast.stmt]:
    """Give the functions and classes at the top of some files, by name; a file that is no Python has none."""
    found: dict[str, ast.stmt] = {}
    for text in texts:
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError):
            continue  # whoever runs the suite is told
        found |= {node.name: node for node in body if isinstance(node, (*_FUNCTIONS, ast.ClassDef))}
    return found


def _part(check: ast.stmt) -> str:
    """Give the part that a check's marker names; empty for what is no check."""
    for mark in check.decorator_list if isinstance(check, _FUNCTIONS) else ():
        match mark:
            case ast.Call(func=ast.Attribute(attr="part"), args=[ast.Constant(value=str(name)), *_]):
                return name
    return ""


def _taken(check: ast.stmt, known: _Definitions) -> set[str]:
    """Give the names that a check takes from the submission, in whatever it uses as well."""
    taken: set[str] = set()
    waiting, seen = [check], set[str]()
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("submission"):
                taken.add(node.attr)
            for name in _names(node):
                if name in known and name not in seen:
                    seen.add(name)
                    waiting.append(known[name])
    return taken


def _names(node: ast.AST) -> Iterator[str]:
    """Give the name that a node uses; a parameter of that name is a fixture."""
    match node:
        case ast.Name(id=name) | ast.arg(arg=name):
            yield name
