"""One `%grade` in a running notebook: from its arguments and the executed cells to a report."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from grader.course import find_course, load_course
from grader.course.solution import pristine_fingerprints
from grader.errors import UnusableSubmission, UsageError
from grader.files import read_course_text
from grader.grading import Target, grade
from grader.model.assignment import Assignment, Course
from grader.model.formatting import join_first, quote_code
from grader.model.report import Report
from grader.notebook.executions import (
    Execution,
    SavedNotebook,
    find_definitions,
    find_names_only_in_memory,
    select_latest,
    strip_magics,
)
from grader.notebook.graph_page import write_graph_page
from grader.submission.code_lookup import parameter_names
from grader.submission.reader import ExecutedCells, read_cells
from grader.suite.jobs import Selection
from grader.suite.runner import Runner

__all__ = ["GradedSession", "choose_assignment", "grade_session"]

_NAME: Final = "this notebook"
_MOST_LISTED: Final = 8
_NOTHING_RUN: Final = "No cell that defines a function was run since the kernel was started."
_RUN_THE_CELLS: Final = "Run the cells from the top (Run, Run All Cells in the menu), then `%grade` again."
_MEMORY_NOTICE: Final = (
    "{names}: only in the kernel's memory, and not graded: the cell that defined it was changed or deleted. "
    "Define it in a cell and run that, or restart the kernel and run all cells."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedSession:
    """What one `%grade` gave.

    Attributes:
        report: The report on one assignment.
        due: When that is due.
        graphs: By the id of a check, the page of its graph, from the folder of the notebook.
    """

    report: Report
    due: datetime
    graphs: Mapping[str, str]


def grade_session(
    executions: Sequence[Execution], memory: Mapping[str, Any], arguments: Sequence[str], runner: Runner
) -> GradedSession:
    """Grade the cells of a running notebook.

    Args:
        executions: All executions, in the order of time.
        memory: The variables of the kernel, without the kernel's own.
        arguments: The words after `%grade`.
        runner: A started runner process, which the caller closes.

    Returns:
        The report on one assignment, which names each cell by the number in brackets beside it, and what
        belongs to it.

    Raises:
        UsageError: There is no course around the notebook, or an argument is no assignment and no part.
        CourseFault: The course is at fault.
    """
    saved = SavedNotebook.find()
    folder = saved.path.parent if saved is not None else Path.cwd()
    course = load_course(find_course(folder))
    notebook = saved.path.stem if saved is not None else ""
    assignment, selection = choose_assignment(course, arguments, [one.text for one in executions], notebook)
    target = Target(
        assignment=assignment,
        path=folder,
        name=_NAME,
        pristine=pristine_fingerprints(assignment),
        selection=selection,
        cells=_cells_to_grade(executions, saved, memory),
    )
    report = grade(course, [target], runner=runner)
    return GradedSession(
        report=report, due=assignment.due, graphs=write_graph_page(report, assignment, folder)
    )


def choose_assignment(
    course: Course, arguments: Sequence[str], cells: Iterable[str], notebook: str
) -> tuple[Assignment, Selection]:
    """Choose the assignment to grade, and its parts.

    Without its name among the arguments, the assignment is the one of the notebook's name, or else the one
    whose stub shares most functions, with the same parameters, with the cells.

    Args:
        course: The course.
        arguments: The name of an assignment, names of parts, or the former and then the latter.
        cells: The texts of all executed cells.
        notebook: The name of the notebook's file without suffix; empty where it is not known.

    Raises:
        UsageError: An argument is no assignment and no part, or the assignment is ambiguous.
        CourseFault: A stub cannot be read.
    """
    named = [one for one in course.assignments if list(arguments[:1]) == [one.name]]
    assignment = named[0] if named else _recognise_assignment(course, cells, notebook)
    parts = arguments[len(named) :]
    known = [part.name for part in assignment.parts_by_checks]
    for name in parts:
        if name not in known:
            names = ", ".join(one.name for one in course.assignments)
            raise UsageError(
                f"{assignment.name} has no part named {name!r}; its parts are {', '.join(known)}.",
                f"For another assignment write its name first: {names}.",
            )
    return assignment, Selection(parts=tuple(parts))


def _recognise_assignment(course: Course, cells: Iterable[str], notebook: str) -> Assignment:
    for one in course.assignments:
        if one.module == notebook:
            return one
    texts = map(strip_magics, dict.fromkeys(cells))
    written = [function for text in texts for function in parameter_names(text).items()]
    shared = {one.name: _count_shared_functions(written, one) for one in course.assignments}
    best = [one for one in course.assignments if 0 < shared[one.name] == max(shared.values())]
    if len(best) == 1:
        return best[0]
    names = ", ".join(one.name for one in best or course.assignments)
    raise UsageError(
        "Cannot tell from the executed cells which assignment they are for.",
        f"Run the cells with your functions first, or name it after `%grade`: {names}.",
    )


def _count_shared_functions(written: Iterable[tuple[str, tuple[str, ...]]], assignment: Assignment) -> int:
    """Count the functions that an assignment's stub has too, with the same parameters."""
    stub = parameter_names(read_course_text(assignment.files.stub, "stub"))
    return len({name for name, parameters in written if stub.get(name) == parameters})


def _cells_to_grade(
    executions: Sequence[Execution], saved: SavedNotebook | None, memory: Mapping[str, Any]
) -> ExecutedCells:
    """Select the cells that count, with a notice of names that exist in the kernel alone.

    Raises:
        UsageError: None of them defines a function.
    """
    kept = select_latest(executions, saved)
    if not any(find_definitions(one.text) for one in kept):
        raise UsageError(_NOTHING_RUN, _RUN_THE_CELLS)
    cells = ExecutedCells(numbered=tuple((one.number, one.text) for one in kept))
    replaced = [one.text for one in executions if one not in kept]
    names: list[str] = []
    with suppress(UnusableSubmission):  # grading reports the same
        source = read_cells(cells, Path(), _NAME).source
        names = find_names_only_in_memory(source, replaced, memory.keys())
    return ExecutedCells(numbered=cells.numbered, notices=_memory_notices(names))


def _memory_notices(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    listing = join_first([quote_code(name) for name in names], most=_MOST_LISTED)
    return (_MEMORY_NOTICE.format(names=listing),)
