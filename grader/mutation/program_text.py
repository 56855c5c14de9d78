"""The text of a program, in which the text of one node is replaced by another."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from grader.mutation.mutators import Change, MutationSite, Replacement

__all__ = ["Mutant", "MutantKey", "ProgramText", "walk_mutable"]

MutantKey = tuple[str, str, str]
"""Function, original and mutated text of a mutant."""

_OPERATORS: Final = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Attribute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A program with one change.

    Attributes:
        function: Qualified name of the changed function.
        change: What was changed.
        line: The first changed line; 1 is the first line of the file.
        original: The changed lines of the program, without white space around them.
        mutated: The same lines of the mutant.
        source: Text of the whole program.
    """

    function: str
    change: Change
    line: int
    original: str
    mutated: str
    source: str

    @property
    def key(self) -> MutantKey:
        """The identity of the mutant, wherever its function stands in the file."""
        return self.function, self.original, self.mutated


class ProgramText:
    """The text of a program, with the place of each node of its tree.

    Args:
        source: Text of the program.
    """

    def __init__(self, source: str) -> None:
        self._bytes = source.encode("utf-8")
        self._starts = [0]
        for line in self._bytes.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def text_of(self, node: ast.AST) -> str:
        """Return the text of a node."""
        begin, end = self.span(node)
        return self._bytes[begin:end].decode("utf-8")

    def mutant(self, function: str, site: MutationSite, replacement: Replacement) -> Mutant:
        """Replace the text of a node in a function."""
        begin, end = self.span(site.node)
        inserted = replacement.text.encode("utf-8")
        if self._needs_brackets(site, begin, end, replacement.text):
            inserted = b"(" + inserted + b")"
        changed = self._bytes[:begin] + inserted + self._bytes[end:]
        first = self._bytes.rfind(b"\n", 0, begin) + 1
        last = self._bytes.find(b"\n", end)
        return Mutant(
            function=function,
            change=replacement.change,
            line=self._bytes.count(b"\n", 0, begin) + 1,
            original=_strip_lines(self._bytes[first:last]),
            mutated=_strip_lines(changed[first : last + len(changed) - len(self._bytes)]),
            source=changed.decode("utf-8"),
        )

    def _needs_brackets(self, site: MutationSite, begin: int, end: int, replacement: str) -> bool:
        if not isinstance(site.parent, _OPERATORS):
            return False
        enclosed = self._bytes[begin - 1 : begin] + self._bytes[end : end + 1] == b"()"
        return not enclosed and isinstance(ast.parse(replacement, mode="eval").body, _OPERATORS[:-1])

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return the places of the first byte of a node, and behind its last."""
        begin = self._starts[getattr(node, "lineno", 1) - 1] + getattr(node, "col_offset", 0)
        end = self._starts[getattr(node, "end_lineno", 1) - 1] + getattr(node, "end_col_offset", 0)
        return begin, end


def _strip_lines(text: bytes) -> str:
    return "\n".join(line.strip() for line in text.decode("utf-8").strip().split("\n"))


def walk_mutable(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield each node below a node, with its parent, except annotations, docstrings and error messages."""
    for child in ast.iter_child_nodes(node):
        if child is getattr(node, "annotation", None) or child is getattr(node, "returns", None):
            continue
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        yield child, node
        # Before Python 3.12, the nodes inside an f-string have no positions of their own.
        if not isinstance(child, ast.Raise | ast.JoinedStr | ast.arguments):
            yield from walk_mutable(child)
