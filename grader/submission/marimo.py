"""Read marimo notebooks: Python files whose cells are functions under `@app.cell`.

marimo runs the bodies of the cells at top level, each after those whose names it takes, wherever they stand.
"""

import ast
from dataclasses import dataclass
from typing import Final

from grader.submission.code_lookup import names_bound_at_top, parse_or_none
from grader.submission.line_map import CellSpan, LineMap, SourceText

__all__ = ["read_marimo"]

_KEPT_DECORATORS: Final = frozenset({"function", "class_definition"})
_APP: Final = "App"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A cell: its lines in the file, 1 is the first, and the names that it takes and defines."""

    first: int
    last: int
    indented: bool
    takes: frozenset[str]
    gives: frozenset[str]
    in_string: frozenset[int]


def read_marimo(source: str, name: str) -> SourceText | None:
    """Read a marimo notebook as the Python of its cells, each line in its place.

    Args:
        source: The text of the file.
        name: The file as the student knows it.

    Returns:
        The text, with the cells in the order in which marimo runs them; None if the file is no such notebook.
    """
    tree = parse_or_none(source) if "marimo" in source else None
    if tree is None or not any(map(_makes_app, tree.body)):
        return None
    blocks = [block for node in tree.body if (block := _block(node)) is not None]
    if not blocks:
        return None
    lines = source.removesuffix("\n").split("\n")
    kept = [""] * len(lines)
    for block in blocks:
        _copy(block, lines, kept)
    spans = {
        block: CellSpan(cell=0, first=block.first, count=block.last - block.first + 1) for block in blocks
    }
    return SourceText(
        source="\n".join(kept) + "\n",
        lines=LineMap(file=name, count=len(lines)),
        cells=tuple(spans[block] for block in _in_order(blocks)),
    )


def _makes_app(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _attribute(node.value) == _APP
    )


def _attribute(node: ast.expr) -> str:
    """Return the last name of `app.cell`, `app.cell(hide_code=True)` or `marimo.App()`."""
    called = node.func if isinstance(node, ast.Call) else node
    return called.attr if isinstance(called, ast.Attribute) else ""


def _block(node: ast.stmt) -> _Block | None:
    """Return the cell that a statement of the file is; None for the frame around the cells."""
    if isinstance(node, ast.With) and any(_attribute(one.context_expr) == "setup" for one in node.items):
        return _of_body(node.body, takes=frozenset())
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return None
    marks = {_attribute(one) for one in node.decorator_list}
    if marks & _KEPT_DECORATORS:
        return _Block(
            first=node.lineno,
            last=node.end_lineno or node.lineno,
            indented=False,
            takes=frozenset(),
            gives=frozenset({node.name}),
            in_string=frozenset(),
        )
    if "cell" in marks and not isinstance(node, ast.ClassDef):
        body = node.body[:-1] if isinstance(node.body[-1], ast.Return) else node.body
        return _of_body(body, takes=frozenset(one.arg for one in node.args.args)) if body else None
    return None


def _of_body(body: list[ast.stmt], *, takes: frozenset[str]) -> _Block:
    strings = (
        node for one in body for node in ast.walk(one) if isinstance(node, ast.Constant | ast.JoinedStr)
    )
    first = min(one.lineno for one in body)
    decorated = [mark.lineno for one in body for mark in getattr(one, "decorator_list", [])]
    return _Block(
        first=min([first, *decorated]),
        last=max(one.end_lineno or one.lineno for one in body),
        indented=True,
        takes=takes,
        gives=frozenset(names_bound_at_top(ast.unparse(ast.Module(body=body, type_ignores=[])))),
        in_string=frozenset(
            line for node in strings for line in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
        ),
    )


def _copy(block: _Block, lines: list[str], kept: list[str]) -> None:
    """Copy the lines of a cell, without the indentation that puts it into a function."""
    margin = lines[block.first - 1]
    indent = margin[: len(margin) - len(margin.lstrip())] if block.indented else ""
    for number in range(block.first, block.last + 1):
        line = lines[number - 1]
        # marimo leaves the lines of a string as they are.
        kept[number - 1] = line if number in block.in_string else line.removeprefix(indent)


def _in_order(blocks: list[_Block]) -> list[_Block]:
    """Put each cell behind those whose names it takes; else they keep their order."""
    ordered: list[_Block] = []
    waiting = list(blocks)
    while waiting:
        given = {name for block in waiting for name in block.gives}
        ready = next((one for one in waiting if not (one.takes & (given - one.gives))), waiting[0])
        waiting.remove(ready)
        ordered.append(ready)
    return ordered
