"""Write `exercises/`, everything students get, from `solutions/`; or say what there is out of date."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from grader.course import Assignment, Course
from grader.errors import CourseFault, not_installed
from grader.explain import alternative, render_svg
from grader.explain.subjects import graph_of_example
from grader.files import write_text
from grader.publish.handouts import render_handout
from grader.publish.plots import Line, Plot, render_plot
from grader.publish.stubs import make_stub
from grader.submission.solved import read_solved

__all__ = ["render_exercises", "stale_exercises", "write_exercises"]


def render_exercises(course: Course) -> dict[Path, str]:
    """Make the text of every file that students get, and write nothing.

    Args:
        course: The course. An assignment without a solved file, as in a release for students, is passed over.

    Returns:
        The text of each file by its absolute path, in the order of the assignments.

    Raises:
        UsageError: If what renders handouts or makes notebooks is not installed.
        CourseFault: If a solved file or a handout is at fault; those of all assignments are reported.
    """
    exercises: dict[Path, str] = {}
    faults: list[CourseFault] = []
    for assignment in course.assignments:
        try:
            exercises |= _render_assignment(assignment)
        except CourseFault as fault:
            faults.append(fault)
    if faults:
        advice = dict.fromkeys(fault.advice for fault in faults)
        raise CourseFault("\n".join(fault.message for fault in faults), "\n".join(advice))
    return exercises


def write_exercises(course: Course) -> list[Path]:
    """Write every file that students get, unless it is up to date already.

    Args:
        course: The course.

    Returns:
        The files that were written.

    Raises:
        UsageError: If what renders handouts or makes notebooks is not installed.
        CourseFault: If a solved file or a handout is at fault; nothing is written then.
    """
    exercises = render_exercises(course)
    stale = [path for path, text in exercises.items() if _differs(path, text)]
    for path in stale:
        write_text(path, exercises[path])
    return stale


def stale_exercises(course: Course) -> list[Path]:
    """Find the files that students get which are missing or no longer what the solutions say.

    Args:
        course: The course.

    Returns:
        The absolute paths of those files.

    Raises:
        UsageError: If what renders handouts or makes notebooks is not installed.
        CourseFault: If a solved file or a handout is at fault.
    """
    return [path for path, text in render_exercises(course).items() if _differs(path, text)]


def _render_assignment(assignment: Assignment) -> dict[Path, str]:
    """Make the text of one assignment's files, by path."""
    files = assignment.files
    if files.solution is None:
        return {}
    try:
        # Takes 0.1 s to import, and only an instructor's installation has what it needs.
        from grader.publish.notebooks import make_notebook  # noqa: PLC0415  # see above
    except ModuleNotFoundError as error:
        raise not_installed("Making notebooks", f"{error.name}") from error
    stub = make_stub(read_solved(files.solution), str(files.solution))
    exercises = {files.stub: stub}
    handout = None
    if files.handout is not None:
        drawings: dict[Path, str] = {}
        draw, plot = (partial(one, assignment, drawings) for one in (_draw, _plot))
        handout = render_handout(files.handout, files.solution, draw, plot)
        exercises |= {files.stub.with_name(f"{assignment.name}.md"): handout, **drawings}
    exercises[assignment.notebook] = make_notebook(assignment, stub, handout)
    return exercises


def _draw(assignment: Assignment, drawings: dict[Path, str], example: str) -> str:
    """Draw a recorded case of the visible suite; give the Markdown that shows it in the handout.

    Args:
        assignment: The assignment.
        drawings: Takes the drawing, by its path.
        example: Name of the case.
    """
    graph = graph_of_example(assignment, example)
    if graph is None:
        raise CourseFault(
            f"the visible suite has no recorded case {example!r} with a graph",
            "Write the case, with a model that watches its quantities, and run `grade record`.",
        )
    path = assignment.files.stub.with_name(f"{assignment.name}-{example.replace('_', '-')}.svg")
    drawings[path] = render_svg(graph)
    return f"![{alternative(graph)}]({path.name})"


def _plot(
    assignment: Assignment,
    drawings: dict[Path, str],
    name: str,
    *,
    lines: Iterable[Sequence[Any]],
    **words: Any,
) -> str:
    """Draw a plot; give the Markdown that shows it in the handout.

    Args:
        assignment: The assignment.
        drawings: Takes the drawing, by its path.
        name: Name of the plot, of which that of its file is made.
        lines: For each line its label, and its points along the horizontal and the vertical axis.
        words: Title, description, labels and kinds of the axes, as `Plot` has them.
    """
    plot = Plot(lines=tuple(Line(label=label, x=[*x], y=[*y]) for label, x, y in lines), **words)
    path = assignment.files.stub.with_name(f"{assignment.name}-{name}.svg")
    drawings[path] = render_plot(plot)
    return f"![{plot.title}. {plot.description}]({path.name})"


def _differs(path: Path, text: str) -> bool:
    """Whether the file is missing or holds another text; how its lines end makes no difference."""
    try:
        return path.read_text(encoding="utf-8") != text
    except (FileNotFoundError, UnicodeDecodeError):
        return True
