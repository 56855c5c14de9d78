"""Grade a notebook that is running: from its executions to a report."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from grader.course import find_course, load_course
from grader.errors import UnusableSubmission
from grader.grading import Target, grade
from grader.notebook.choice import choose
from grader.notebook.executions import Execution, latest
from grader.notebook.names import only_in_memory
from grader.notebook.saved import SavedNotebook
from grader.publish.pristine import pristine_fingerprints
from grader.scoring import Report
from grader.submission.submitted import ExecutedCells, read_cells
from grader.submission.wording import listed, quoted
from grader.suite.run import Runner

__all__ = ["grade_session"]

_NAME: Final = "this notebook"
_MOST_NAMED: Final = 8


def grade_session(
    executions: Sequence[Execution], memory: Mapping[str, Any], words: Sequence[str], runner: Runner
) -> Report:
    """Grade the cells of a running notebook.

    Args:
        executions: All executions, in the order of time.
        memory: What the kernel holds, without what is the kernel's own.
        words: What was typed after `%grade`.
        runner: A runner process that has been started; the caller closes it.

    Returns:
        The report on one assignment, which calls each cell by the number in brackets beside it.

    Raises:
        UsageError: There is no course around the notebook, or a word is no assignment and no part.
        CourseFault: The course is at fault.
    """
    saved = SavedNotebook.find()
    folder = saved.path.parent if saved is not None else Path.cwd()
    course = load_course(find_course(folder))
    notebook = saved.path.stem if saved is not None else ""
    assignment, selection = choose(course, words, [one.text for one in executions], notebook)
    target = Target(
        assignment=assignment,
        path=folder,
        name=_NAME,
        pristine=pristine_fingerprints(assignment),
        selection=selection,
        cells=_cells(executions, saved, memory),
    )
    return grade(course, [target], runner=runner)


def _cells(
    executions: Sequence[Execution], saved: SavedNotebook | None, memory: Mapping[str, Any]
) -> ExecutedCells:
    """Choose the cells that count, and tell what works in the kernel and will not where they are graded."""
    kept = latest(executions, saved)
    cells = ExecutedCells(numbered=tuple((one.number, one.text) for one in kept))
    replaced = [one.text for one in executions if one not in kept]
    names: list[str] = []
    with suppress(UnusableSubmission):  # grading says the same, and in its report
        names = only_in_memory(read_cells(cells, Path(), _NAME).source, replaced, memory.keys())
    return ExecutedCells(numbered=cells.numbered, notices=_notices(names))


def _notices(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    told = listed([quoted(name) for name in names], most=_MOST_NAMED)
    where = "only in the kernel's memory, and not graded: the cell that defined it was changed or deleted"
    return (f"{told}: {where}. Define it in a cell and run that, or restart the kernel and run all cells.",)
