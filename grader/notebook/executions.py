"""Which of the cells that were run in a notebook count: the last execution of each."""

import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from grader.notebook.cell_names import defined_in
from grader.submission.magics import strip_notebook_commands

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

__all__ = ["Execution", "ExecutionLog", "SavedNotebook", "latest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedNotebook:
    """A notebook as it was saved last.

    Attributes:
        path: Its file.
        time: When it was saved, in seconds since 1970.
        cells: The ids of its code cells, in order.
    """

    path: Path
    time: float
    cells: tuple[str, ...]

    @classmethod
    def find(cls) -> Self | None:
        """Read the notebook that is open; Jupyter leaves its path in the environment.

        Returns:
            The notebook, or None if its file is not known, cannot be read, or has cells without ids.
        """
        told = os.environ.get("JPY_SESSION_NAME", "")
        if not told.endswith(".ipynb"):
            return None
        path = Path(told)
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
        number: What stands in brackets beside the cell.
        text: The cell as it was then.
        time: When, in seconds since 1970.
        cell: The cell's id; empty where it is not known, as in a terminal.
        succeeded: Whether it ran without an exception.
    """

    number: int
    text: str
    time: float
    cell: str = ""
    succeeded: bool = True


def latest(executions: Sequence[Execution], saved: SavedNotebook | None) -> list[Execution]:
    """Give the last execution of each cell that is still there.

    Where cells have no ids, an execution takes the place of earlier ones that had the same text, that defined
    a function or class which it defines anew, or that failed and defined none.

    Args:
        executions: All executions, in the order of time.
        saved: What the notebook's file holds; None where it is not known. It counts if it has the id of one
            of the cells.

    Returns:
        One execution of each cell: in the order of the file where it is known, then as the cells were first
        run. A cell that the file does not have, though it was saved since, was deleted and is left out.
    """
    kept: list[Execution] = []
    for one in executions:
        replaced = [old for old in kept if _replaces(one, old)]
        again = [at for at, old in enumerate(kept) if _is_same(one, old)]
        if again:
            kept[again[0]] = one
        else:
            kept.append(one)
        kept = [old for old in kept if old is one or old not in replaced]
    if saved is None or not any(one.cell in saved.cells for one in kept):
        return kept  # some editors send ids of their own making, of which the file knows nothing
    place = {cell: at for at, cell in enumerate(saved.cells)}
    there = [one for one in kept if one.cell in place or not one.cell or one.time > saved.time]
    # What has no id was run before anyone listened; what the file does not have yet is new.
    return sorted(there, key=lambda one: place.get(one.cell, len(place)) if one.cell else -1)


def _is_same(new: Execution, old: Execution) -> bool:
    """Whether two executions are surely of one cell, so that the later belongs where the earlier was."""
    return new.cell == old.cell if new.cell and old.cell else new.text == old.text


def _replaces(new: Execution, old: Execution) -> bool:
    if new.cell and old.cell:
        return new.cell == old.cell
    defined = defined_in(old.text)
    return new.text == old.text or bool(defined & defined_in(new.text)) or not (old.succeeded or defined)


class ExecutionLog:
    """Every execution of a cell: those before it was made from IPython's history, the others as they begin.

    Args:
        shell: The shell of the kernel.

    Attributes:
        executions: The executions, in the order of time; the last may not have ended yet.
    """

    def __init__(self, shell: "InteractiveShell") -> None:
        self._shell = shell
        self.executions = [
            Execution(
                number=number,
                text=text,
                time=time.time(),
                succeeded=strip_notebook_commands(text).problem is None,
            )
            for number, text in enumerate(_history(shell))
            if text
        ]
        shell.events.register("pre_run_cell", self._begins)
        shell.events.register("post_run_cell", self._ended)

    def _begins(self, info: "ExecutionInfo") -> None:
        if info.store_history:
            # The shell counts before it says what it runs.
            number = self._shell.execution_count - 1
            self.executions.append(
                Execution(number=number, text=info.raw_cell, time=time.time(), cell=info.cell_id or "")
            )

    def _ended(self, result: "ExecutionResult") -> None:
        # The cell that made this log has no beginning here.
        if self.executions and result.info.store_history:
            self.executions[-1] = replace(self.executions[-1], succeeded=result.success)


def _history(shell: "InteractiveShell") -> list[str]:
    """Give the texts of all cells by their number, as they were typed; none where no history is kept."""
    return list(shell.history_manager.input_hist_raw) if shell.history_manager is not None else []
