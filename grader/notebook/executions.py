"""The executions of a notebook's cells: log them, select those that count, find the names they define."""

import ast
import builtins
import json
import os
import re
import symtable
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from grader.submission.magics import strip_notebook_commands

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

__all__ = [
    "Execution",
    "ExecutionLog",
    "SavedNotebook",
    "find_definitions",
    "find_names_only_in_memory",
    "select_latest",
    "strip_magics",
]

# `np.onse(3)` is as near to `np.ones(3)` as 0.9, `1 / 0` to `x = 1` as 0.2.
_ALIKE: Final = 0.7
# It must come first in a file, and may come in any cell.
_FUTURE_IMPORT: Final = re.compile(r"^from __future__ import .*$", re.MULTILINE)
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedNotebook:
    """The notebook file as last saved.

    Attributes:
        path: The file.
        time: Time of saving, in seconds since 1970.
        cells: The ids of its code cells, in order.
    """

    path: Path
    time: float
    cells: tuple[str, ...]

    @classmethod
    def find(cls) -> Self | None:
        """Read the open notebook, whose path Jupyter leaves in the environment.

        Returns:
            The notebook; None if its file is not known, cannot be read, or has cells without ids.
        """
        session = os.environ.get("JPY_SESSION_NAME", "")
        if not session.endswith(".ipynb"):
            return None
        path = Path(session)
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            ids = tuple(str(cell["id"]) for cell in cells if cell["cell_type"] == "code")
            return cls(path=path, time=path.stat().st_mtime, cells=ids)
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """One execution of a cell.

    Attributes:
        number: The number in brackets beside the cell.
        text: The text of the cell at that time.
        time: Time of the execution, in seconds since 1970.
        cell: The cell's id; empty where it is not known, as in a terminal.
        succeeded: Whether it ended without an exception.
    """

    number: int
    text: str
    time: float
    cell: str = ""
    succeeded: bool = True


class ExecutionLog:
    """Every execution of a cell: earlier ones from IPython's history, later ones as they begin.

    Args:
        shell: The shell of the kernel.

    Attributes:
        executions: The executions, in the order of time; the last may still be running.
    """

    def __init__(self, shell: "InteractiveShell") -> None:
        self._shell = shell
        history = shell.history_manager.input_hist_raw if shell.history_manager is not None else []
        self.executions = [
            Execution(
                number=number,
                text=text,
                time=time.time(),
                succeeded=strip_notebook_commands(text).problem is None,
            )
            for number, text in enumerate(history)
            if text
        ]
        shell.events.register("pre_run_cell", self._record_start)
        shell.events.register("post_run_cell", self._record_end)

    def _record_start(self, info: "ExecutionInfo") -> None:
        if info.store_history:
            # The shell counts the execution before it announces it.
            number = self._shell.execution_count - 1
            self.executions.append(
                Execution(number=number, text=info.raw_cell, time=time.time(), cell=info.cell_id or "")
            )

    def _record_end(self, result: "ExecutionResult") -> None:
        # The start of the cell that made this log was not recorded.
        if self.executions and result.info.store_history:
            self.executions[-1] = replace(self.executions[-1], succeeded=result.success)


def select_latest(executions: Sequence[Execution], saved: SavedNotebook | None) -> list[Execution]:
    """Select the last execution of each cell that still exists.

    Without ids, an execution replaces earlier ones with the same text, with a function or class that it also
    defines, or that failed, defined nothing, and had much the same text.

    Args:
        executions: All executions, in the order of time.
        saved: The notebook's file; None where it is not known. Without the id of any cell it is not used.

    Returns:
        One execution of each cell, in the order of the file where it is known, else as the cells were first
        run. A cell that the file lacks, although it was saved since, was deleted and is left out.
    """
    kept: list[Execution] = []
    for one in executions:
        replaced = [old for old in kept if _replaces(one, old)]
        same_cell = [index for index, old in enumerate(kept) if _is_of_same_cell(one, old)]
        if same_cell:
            kept[same_cell[0]] = one
        else:
            kept.append(one)
        kept = [old for old in kept if old is one or old not in replaced]
    if saved is None or not any(one.cell in saved.cells for one in kept):
        return kept  # some editors send ids of their own, which the file does not have
    order = {cell: index for index, cell in enumerate(saved.cells)}
    existing = [one for one in kept if one.cell in order or not one.cell or one.time > saved.time]
    # Executions without an id are from before the log; cells that the file does not have yet are new.
    return sorted(existing, key=lambda one: order.get(one.cell, len(order)) if one.cell else -1)


def _is_of_same_cell(new: Execution, old: Execution) -> bool:
    """Tell whether two executions are surely of one cell, so that the later takes the earlier's position."""
    return new.cell == old.cell if new.cell and old.cell else new.text == old.text


def _replaces(new: Execution, old: Execution) -> bool:
    if new.cell and old.cell:
        return new.cell == old.cell
    defined = find_definitions(old.text)
    redefined = bool(defined & find_definitions(new.text))
    corrected = not (old.succeeded or defined) and _are_alike(new.text, old.text)
    return new.text == old.text or redefined or corrected


def _are_alike(new: str, old: str) -> bool:
    """Tell whether one text is probably the other, corrected."""
    matcher = SequenceMatcher(None, new, old, autojunk=False)
    return min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= _ALIKE and matcher.ratio() >= _ALIKE


def strip_magics(cell: str) -> str:
    """Return the text of a cell without the commands of notebooks; it may still be invalid Python."""
    return "\n".join(strip_notebook_commands(cell).lines)


@lru_cache(maxsize=1024)
def find_definitions(cell: str) -> frozenset[str]:
    """Find the functions and classes that a cell defines; none in invalid Python."""
    try:
        body = ast.parse(strip_magics(cell)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(node.name for node in body if isinstance(node, _DEFINITIONS))


def find_names_only_in_memory(source: str, replaced: Iterable[str], memory: Collection[str]) -> list[str]:
    """Find the names that work in the kernel but not where the cells are graded.

    Args:
        source: The text of the graded cells, valid Python.
        replaced: The texts of executions that are not graded, because their cell was changed or deleted.
        memory: The names in the kernel, without those of the kernel itself.

    Returns:
        Names that the cells read but do not define, and functions and classes that no cell defines any more,
        as far as the kernel still holds them; sorted.
    """
    defined, read = set[str](), set[str]()
    for symbol in _globals(symtable.symtable(_FUTURE_IMPORT.sub("", source), "notebook", "exec")):
        if symbol.is_assigned() or symbol.is_imported():
            defined.add(symbol.get_name())
        if symbol.is_referenced():
            read.add(symbol.get_name())
    lost = {name for cell in replaced for name in find_definitions(cell)}
    return sorted(((read - set(dir(builtins))) | lost) & set(memory) - defined)


def _globals(table: symtable.SymbolTable) -> Iterator[symtable.Symbol]:
    """Yield the module's symbols, wherever they are used."""
    top = table.get_type() == "module"
    yield from (symbol for symbol in table.get_symbols() if top or symbol.is_global())
    for inner in table.get_children():
        yield from _globals(inner)
