"""Programs in which one statement stands somewhere else: past its neighbour, or outside of a loop."""

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from grader.mutation.mutators import Change
from grader.mutation.program_functions import Function
from grader.mutation.program_text import Mutant

__all__ = ["move_statements"]

_BLOCKS: Final = ("body", "orelse")
_Block = ast.For | ast.While | ast.If


def move_statements(source: str, name: str, function: Function) -> Iterator[Mutant]:
    """Move each statement of a function past its neighbour, and into or out of a loop or branch beside it.

    Args:
        source: Text of the program.
        name: Qualified name of the function.
        function: The function, from the tree of that text.
    """
    lines = source.split("\n")
    for change, line, moved in _moves(lines, function):
        yield Mutant(
            function=name,
            change=change,
            line=line + 1,
            original=lines[line].strip(),
            mutated=moved[line].strip(),
            source="\n".join(moved),
        )


def _moves(lines: list[str], function: Function) -> Iterator[tuple[Change, int, list[str]]]:
    """Yield what is changed, at which line, and the lines afterwards; the first line is 0."""
    for block in _blocks(function):
        for first, second in pairwise(block):
            begin, end = _span(first)
            next_begin, next_end = _span(second)
            if next_begin < end:
                continue  # both on one line
            exchanged = [*lines[next_begin:next_end], *lines[end:next_begin], *lines[begin:end]]
            yield Change.LINE_ORDER, begin, [*lines[:begin], *exchanged, *lines[next_end:]]
            if isinstance(first, _Block) and _has_own_lines(first):
                more = " " * (first.body[0].col_offset - first.col_offset)
                moved = [more + line for line in lines[next_begin:next_end]]
                yield Change.OUTSIDE, next_begin, [*lines[:next_begin], *moved, *lines[next_end:]]
    for node in ast.walk(function):
        if isinstance(node, _Block) and len(node.body) > 1 and not node.orelse and _has_own_lines(node):
            begin, end = _span(node.body[-1])
            less = node.body[-1].col_offset - node.col_offset
            outdented = [line[less:] for line in lines[begin:end]]
            yield Change.INSIDE, begin, [*lines[:begin], *outdented, *lines[end:]]


def _blocks(function: Function) -> Iterator[Sequence[ast.stmt]]:
    """Yield the blocks of statements of a function, without its docstring."""
    for node in ast.walk(function):
        for field in _BLOCKS:
            block = getattr(node, field, None)
            if isinstance(block, list):
                yield [one for one in block if not _is_text(one)]


def _has_own_lines(node: _Block) -> bool:
    return node.body[0].lineno > node.lineno


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _span(node: ast.stmt) -> tuple[int, int]:
    return node.lineno - 1, node.end_lineno or node.lineno
