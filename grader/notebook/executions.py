"""Which of the cells that were run in a notebook count: the last execution of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.notebook.names import defined_in
from grader.notebook.saved import SavedNotebook

__all__ = ["Execution", "latest"]


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
