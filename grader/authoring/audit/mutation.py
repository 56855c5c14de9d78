"""Mutants of a solution: the same program but for one small change in what students are to write."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from grader.authoring.audit.mutators import Site, changes
from grader.authoring.audit.program_functions import Function, functions_of

__all__ = ["Key", "Mutant", "mutants_of"]

Key = tuple[str, str, str]
"""Function, original and mutated text."""

_OPERATORS: Final = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Attribute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A solution with one change.

    Attributes:
        function: Qualified name of the function that is changed.
        line: First line that is changed; 1 is the first line of the file.
        original: The changed lines as they were, without white space around them.
        mutated: The same lines with the change.
        source: Text of the whole program.
    """

    function: str
    line: int
    original: str
    mutated: str
    source: str

    @property
    def key(self) -> Key:
        """What tells mutants apart, wherever the function stands in the file."""
        return self.function, self.original, self.mutated


def mutants_of(source: str, lines: Collection[int]) -> list[Mutant]:
    """Make every mutant of a program once.

    Args:
        source: Text of the program.
        lines: The lines that may be changed; 1 is the first.
    """
    text = _Text(source)
    found: dict[str, Mutant] = {}
    for name, function in functions_of(ast.parse(source)).items():
        names = _names(function)
        for node, parent in _below(function):
            if getattr(node, "lineno", 0) not in lines:
                continue
            site = Site(node=node, parent=parent, names=names, text=text.of)
            for replacement in changes(site):
                mutant = text.mutant(name, site, replacement)
                found.setdefault(mutant.source, mutant)
    return list(found.values())


class _Text:
    """The text of a program, in which nodes have their places.

    Args:
        source: The text.
    """

    def __init__(self, source: str) -> None:
        self._bytes = source.encode("utf-8")
        self._starts = [0]
        for line in self._bytes.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def of(self, node: ast.AST) -> str:
        """Give the text of a node."""
        begin, end = self._place(node)
        return self._bytes[begin:end].decode("utf-8")

    def mutant(self, function: str, site: Site, replacement: str) -> Mutant:
        """Put another text in the place of a node."""
        begin, end = self._place(site.node)
        word = replacement.encode("utf-8")
        if self._needs_brackets(site, begin, end, replacement):
            word = b"(" + word + b")"
        changed = self._bytes[:begin] + word + self._bytes[end:]
        first = self._bytes.rfind(b"\n", 0, begin) + 1
        last = self._bytes.find(b"\n", end)
        return Mutant(
            function=function,
            line=self._bytes.count(b"\n", 0, begin) + 1,
            original=_stripped(self._bytes[first:last]),
            mutated=_stripped(changed[first : last + len(changed) - len(self._bytes)]),
            source=changed.decode("utf-8"),
        )

    def _needs_brackets(self, site: Site, begin: int, end: int, replacement: str) -> bool:
        if not isinstance(site.parent, _OPERATORS):
            return False
        enclosed = self._bytes[begin - 1 : begin] + self._bytes[end : end + 1] == b"()"
        return not enclosed and isinstance(ast.parse(replacement, mode="eval").body, _OPERATORS[:-1])

    def _place(self, node: ast.AST) -> tuple[int, int]:
        begin = self._starts[getattr(node, "lineno", 1) - 1] + getattr(node, "col_offset", 0)
        end = self._starts[getattr(node, "end_lineno", 1) - 1] + getattr(node, "end_col_offset", 0)
        return begin, end


def _stripped(text: bytes) -> str:
    return "\n".join(line.strip() for line in text.decode("utf-8").strip().split("\n"))


def _below(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Give every node below one with its parent; not annotations, documentation, nor the words of errors."""
    for child in ast.iter_child_nodes(node):
        if child is getattr(node, "annotation", None) or child is getattr(node, "returns", None):
            continue
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        yield child, node
        # Before Python 3.12, what stands in an f-string has no place of its own.
        if not isinstance(child, ast.Raise | ast.JoinedStr | ast.arguments):
            yield from _below(child)


def _names(function: Function) -> tuple[tuple[str, ...], ...]:
    """Give the parameters of a function, and its variables in the order of their first use."""
    parameters = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
    bound = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and _is_bound(node)]
    variables = dict.fromkeys(name for name in bound if name not in parameters)
    return tuple(parameters), tuple(variables)


def _is_bound(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)
