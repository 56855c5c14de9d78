"""The regions of a program that may hold a mistake, and programs that show whether they do.

A region is a value that a statement computes, or the head of a branch or a loop. Where the value is replaced
by another, everything that depends on it changes: a *knockout*. One mistake lies in a value on which every
wrong result depends and no right one.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from grader.mutation.mutators import Change, MutationSite, Replacement
from grader.mutation.program_functions import Function, find_functions
from grader.mutation.program_text import Mutant, ProgramText
from grader.mutation.vocabulary import Vocabulary

__all__ = ["Region", "find_regions"]

_STATEMENTS: Final = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)
# What is longer takes too long, and one change in it hardly helps.
_MOST_NODES: Final = 800
_KNOCKOUT: Final = "{} * 1.37 + 0.21"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A piece of a function's text.

    Attributes:
        function: Qualified name of the function.
        begin: Place of its first byte in the text.
        end: Place behind its last byte.
        alone: Whether what lies inside it, such as the entries of a tuple, are regions of their own.
        knockout: The program with another value there; None where it computes none.
    """

    function: str
    begin: int
    end: int
    alone: bool = False
    knockout: Mutant | None = None

    def covers(self, begin: int, end: int) -> bool:
        """Tell whether a piece of the text lies in the region."""
        return (
            (begin, end) == (self.begin, self.end) if self.alone else self.begin <= begin and end <= self.end
        )


def find_regions(source: str, functions: Sequence[str]) -> list[Region]:
    """Find the regions of some functions.

    Args:
        source: Text of the program.
        functions: Qualified names of the functions.
    """
    program = ProgramText(source)
    known = find_functions(ast.parse(source))
    short = [name for name in functions if name in known and _is_short(known[name])]
    return [one for name in short for one in _regions_of(program, name, known[name])]


def _is_short(function: Function) -> bool:
    return sum(1 for _ in islice(ast.walk(function), _MOST_NODES + 1)) <= _MOST_NODES


def _regions_of(program: ProgramText, name: str, function: Function) -> Iterator[Region]:
    for node in ast.walk(function):
        for value in _values(node):
            begin, end = program.span(value)
            site = MutationSite(node=value, parent=node, vocabulary=Vocabulary(), text=program.text_of)
            knockout = Replacement(Change.NUMBER, _KNOCKOUT.format(f"({program.text_of(value)})"))
            start = program.span(node)[0] if isinstance(node, _STATEMENTS) and value is node.value else begin
            yield Region(function=name, begin=start, end=end, knockout=program.mutant(name, site, knockout))
        for entries in _displays(node):
            begin, end = program.span(entries)
            yield Region(function=name, begin=begin, end=end, alone=True)
        for head in _heads(node):
            begin, end = program.span(head)
            yield Region(function=name, begin=begin, end=end)
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
            begin, end = program.span(node)
            yield Region(function=name, begin=begin, end=end)


def _values(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, _STATEMENTS) and node.value is not None:
        yield from _entries(node.value)


def _entries(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.Dict):
        yield from value.values
    elif isinstance(value, ast.Tuple | ast.List):
        yield from value.elts
    elif isinstance(value, ast.IfExp):
        yield value.body
        yield value.orelse
    else:
        yield value


def _displays(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, _STATEMENTS) and isinstance(node.value, ast.Tuple | ast.List | ast.IfExp):
        yield node.value


def _heads(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node.test
    elif isinstance(node, ast.For):
        yield node.iter
