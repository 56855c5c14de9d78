"""Names in the text of cells: what they define, what they read, and what is left in memory alone."""

import ast
import builtins
import symtable
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final

from grader.submission.magics import strip_notebook_commands

__all__ = ["defined_in", "only_in_memory", "python_of"]

_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def python_of(cell: str) -> str:
    """Give the text of a cell without the commands of notebooks; it may still be no Python."""
    return "\n".join(strip_notebook_commands(cell).lines)


@lru_cache(maxsize=1024)
def defined_in(cell: str) -> frozenset[str]:
    """Give the functions and classes that a cell defines; none of a cell that is no Python."""
    try:
        body = ast.parse(python_of(cell)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(node.name for node in body if isinstance(node, _DEFINITIONS))


def only_in_memory(source: str, replaced: Iterable[str], memory: Collection[str]) -> list[str]:
    """Find the names that work in the kernel and will not where the cells are graded.

    Args:
        source: The text of the cells that are graded, valid Python.
        replaced: The texts of executions that are not graded, because their cell was changed or deleted.
        memory: The names that the kernel holds, without those of the kernel itself.

    Returns:
        Names that the cells read without defining them, and functions and classes that no cell defines any
        more, if the kernel still holds them; in alphabetical order.
    """
    defined, read = set[str](), set[str]()
    for symbol in _globals(symtable.symtable(source, "notebook", "exec")):
        if symbol.is_assigned() or symbol.is_imported():
            defined.add(symbol.get_name())
        if symbol.is_referenced():
            read.add(symbol.get_name())
    lost = {name for cell in replaced for name in defined_in(cell)}
    return sorted(((read - set(dir(builtins))) | lost) & set(memory) - defined)


def _globals(table: symtable.SymbolTable) -> Iterator[symtable.Symbol]:
    """Give the names of a text that are the module's, wherever they are used."""
    top = table.get_type() == "module"
    yield from (symbol for symbol in table.get_symbols() if top or symbol.is_global())
    for inner in table.get_children():
        yield from _globals(inner)
