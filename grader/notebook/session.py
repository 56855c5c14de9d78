"""Grade a notebook that is running: from what was typed after `%grade` to a report."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
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
from grader.notebook.cell_names import only_in_memory, python_of
from grader.notebook.executions import Execution, SavedNotebook, latest
from grader.submission.code_lookup import parameter_names
from grader.submission.reader import ExecutedCells, read_cells
from grader.suite.jobs import Selection
from grader.suite.runner import Runner

__all__ = ["choose", "grade_session"]


def choose(
    course: Course, words: Sequence[str], cells: Iterable[str], notebook: str
) -> tuple[Assignment, Selection]:
    """Find out which assignment is meant, and which parts of it.

    An assignment that is not named is told by the notebook's name, or else by the functions in its cells: it
    is the one whose stub has most of them with the same parameters.

    Args:
        course: The course.
        words: The name of an assignment, the names of parts, or first the one and then the others.
        cells: The texts of all cells that were run.
        notebook: The name of the notebook's file without suffix; empty where it is not known.

    Raises:
        UsageError: A word is no name of an assignment or part, or the assignment cannot be told.
        CourseFault: A stub cannot be read.
    """
    named = [one for one in course.assignments if list(words[:1]) == [one.name]]
    assignment = named[0] if named else _told(course, cells, notebook)
    parts = words[len(named) :]
    known = [part.name for part in assignment.parts]
    for word in parts:
        if word not in known:
            names = ", ".join(one.name for one in course.assignments)
            raise UsageError(
                f"{assignment.name} has no part named {word!r}; its parts are {', '.join(known)}.",
                f"For another assignment write its name first: {names}.",
            )
    return assignment, Selection(parts=tuple(parts))


def _told(course: Course, cells: Iterable[str], notebook: str) -> Assignment:
    for one in course.assignments:
        if one.module == notebook:
            return one
    written = [
        function for cell in dict.fromkeys(cells) for function in parameter_names(python_of(cell)).items()
    ]
    alike = {one.name: _alike(written, one) for one in course.assignments}
    best = [one for one in course.assignments if 0 < alike[one.name] == max(alike.values())]
    if len(best) == 1:
        return best[0]
    names = ", ".join(one.name for one in best or course.assignments)
    raise UsageError(
        "The cells that were run do not tell which assignment they are for.",
        f"Run the cells with your functions first, or name it after `%grade`: {names}.",
    )


def _alike(written: Iterable[tuple[str, list[str]]], assignment: Assignment) -> int:
    """Count the functions that an assignment's stub has too, with the same parameters."""
    stub = parameter_names(read_course_text(assignment.files.stub, "stub"))
    return len({name for name, parameters in written if stub.get(name) == parameters})


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
    told = join_first([quote_code(name) for name in names], most=_MOST_NAMED)
    where = "only in the kernel's memory, and not graded: the cell that defined it was changed or deleted"
    return (f"{told}: {where}. Define it in a cell and run that, or restart the kernel and run all cells.",)
