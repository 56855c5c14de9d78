"""The mutants of a solution: one small change each, in the lines that students are to write."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from grader.authoring.audit.mutators import MutationSite, find_replacements
from grader.authoring.audit.program_functions import Function, find_functions

__all__ = ["Mutant", "MutantKey", "make_mutants"]

MutantKey = tuple[str, str, str]
"""Function, original and mutated text of a mutant."""

_OPERATORS: Final = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Attribute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A solution with one change.

    Attributes:
        function: Qualified name of the changed function.
        line: The first changed line; 1 is the first line of the file.
        original: The changed lines of the solution, without white space around them.
        mutated: The same lines of the mutant.
        source: Text of the whole program.
    """

    function: str
    line: int
    original: str
    mutated: str
    source: str

    @property
    def key(self) -> MutantKey:
        """The identity of the mutant, wherever its function stands in the file."""
        return self.function, self.original, self.mutated


def make_mutants(source: str, lines: Collection[int]) -> list[Mutant]:
    """Make every mutant of a program, each once.

    Args:
        source: Text of the program.
        lines: The lines that may be changed; 1 is the first.
    """
    program = _ProgramText(source)
    found: dict[str, Mutant] = {}
    for name, function in find_functions(ast.parse(source)).items():
        names = _parameters_and_variables(function)
        for node, parent in _walk_mutable(function):
            if getattr(node, "lineno", 0) not in lines:
                continue
            site = MutationSite(node=node, parent=parent, names=names, text=program.text_of)
            for replacement in find_replacements(site):
                mutant = program.mutant(name, site, replacement)
                found.setdefault(mutant.source, mutant)
    return list(found.values())


class _ProgramText:
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
        begin, end = self._span(node)
        return self._bytes[begin:end].decode("utf-8")

    def mutant(self, function: str, site: MutationSite, replacement: str) -> Mutant:
        """Replace the text of a node."""
        begin, end = self._span(site.node)
        inserted = replacement.encode("utf-8")
        if self._needs_brackets(site, begin, end, replacement):
            inserted = b"(" + inserted + b")"
        changed = self._bytes[:begin] + inserted + self._bytes[end:]
        first = self._bytes.rfind(b"\n", 0, begin) + 1
        last = self._bytes.find(b"\n", end)
        return Mutant(
            function=function,
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

    def _span(self, node: ast.AST) -> tuple[int, int]:
        begin = self._starts[getattr(node, "lineno", 1) - 1] + getattr(node, "col_offset", 0)
        end = self._starts[getattr(node, "end_lineno", 1) - 1] + getattr(node, "end_col_offset", 0)
        return begin, end


def _strip_lines(text: bytes) -> str:
    return "\n".join(line.strip() for line in text.decode("utf-8").strip().split("\n"))


def _walk_mutable(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield each node below a node, with its parent, except annotations, docstrings and error messages."""
    for child in ast.iter_child_nodes(node):
        if child is getattr(node, "annotation", None) or child is getattr(node, "returns", None):
            continue
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        yield child, node
        # Before Python 3.12, the nodes inside an f-string have no positions of their own.
        if not isinstance(child, ast.Raise | ast.JoinedStr | ast.arguments):
            yield from _walk_mutable(child)


def _parameters_and_variables(function: Function) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the parameters of a function, and its variables in the order of their first use."""
    parameters = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    bound = dict.fromkeys(node.id for node in names if isinstance(node.ctx, ast.Store))
    return tuple(parameters), tuple(name for name in bound if name not in parameters)
