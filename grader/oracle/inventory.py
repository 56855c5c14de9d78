"""What of an oracle is recorded, told from its text alone: importing it would need torch."""

import ast
from pathlib import Path

from grader.errors import CourseFault
from grader.oracle.recordings import Recordings

__all__ = ["case_names", "problems"]

_DECORATOR = "case"


def case_names(folder: Path) -> list[str]:
    """List the cases of a folder's oracle, in the order they are written.

    Args:
        folder: The visible or hidden folder of a suite; without an `oracle.py` it has no cases.

    Raises:
        CourseFault: The oracle is not Python.
    """
    path = folder / "oracle.py"
    if not path.is_file():
        return []
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        raise CourseFault(f"{path} is not valid Python: {error}") from error
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and _is_case(node)]


def problems(folder: Path) -> list[str]:
    """Say what is missing, damaged or out of date among a folder's recordings; nothing if all is well."""
    recordings = Recordings(folder)
    names = case_names(folder)
    found: list[str] = []
    for name in names:
        try:
            recordings.load(name)
        except CourseFault as fault:
            found.append(fault.message)
    left = sorted(path.name for path in recordings.path("").parent.glob("*.rec") if path.stem not in names)
    found += [f"the recording {name} belongs to no case" for name in left]
    return found


def _is_case(function: ast.FunctionDef) -> bool:
    called = (node.func for node in function.decorator_list if isinstance(node, ast.Call))
    return any(isinstance(name, ast.Name) and name.id == _DECORATOR for name in called)
