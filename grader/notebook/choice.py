"""From what was typed after `%grade` to an assignment and the parts of it that are checked."""

from collections.abc import Iterable, Sequence

from grader.course import Assignment, Course
from grader.errors import UsageError
from grader.files import read_text
from grader.notebook.names import python_of
from grader.submission.where import parameter_names
from grader.suite.job import Selection

__all__ = ["choose"]


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
    stub = parameter_names(read_text(assignment.files.stub, "stub"))
    return len({name for name, parameters in written if stub.get(name) == parameters})
