"""The files of `exercises/`, made from `solutions/`: render them, write them, find stale ones."""

from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from grader.authoring.handouts import render_handout
from grader.charts.curves import Chart, describe_chart, render_chart
from grader.course.solution import make_stub, read_solved
from grader.errors import CourseFault, not_installed
from grader.explain import alternative_text, render_svg, render_walk
from grader.explain.drawable import graph_of_example
from grader.files import write_text
from grader.model.assignment import Assignment, Course

__all__ = [
    "StaleExercise",
    "compare_exercises",
    "find_stale_exercises",
    "find_unnamed_files",
    "render_exercises",
    "write_exercises",
]

_GRAPH: Final = """\
![{alternative}]({drawing})

[Step through this graph]({page}) in a browser, forward and back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleExercise:
    """A file of `exercises/` that is not what its source gives.

    Attributes:
        assignment: Name of the assignment.
        path: The file.
        source: The file to edit, from which it is made.
        present: Its text as it is; None if it is missing or no text.
        rendered: Its text as the source gives it.
    """

    assignment: str
    path: Path
    source: Path
    present: str | None
    rendered: str

    @property
    def first_difference(self) -> tuple[int, str | None, str | None]:
        """The first line that differs, as it is and as the source gives it; None where a text has ended."""
        lines = zip_longest((self.present or "").split("\n"), self.rendered.split("\n"))
        for number, (present, rendered) in enumerate(lines, start=1):
            if present != rendered:
                return number, present, rendered
        return 0, None, None


def render_exercises(course: Course) -> dict[Path, str]:
    """Render every file of `exercises/`.

    Args:
        course: The course. An assignment without a solved file, as in a release for students, is skipped.

    Returns:
        The text of each file by its absolute path, in the order of the assignments.

    Raises:
        UsageError: A library that handouts or notebooks need is not installed.
        CourseFault: Solved files or handouts are at fault; all of them are reported.
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
    """Write the files of `exercises/` that are missing or stale.

    Args:
        course: The course.

    Returns:
        The written files.

    Raises:
        GraderError: As for `render_exercises`; nothing is written then.
    """
    exercises = render_exercises(course)
    stale = [path for path, text in exercises.items() if _differs(path, text)]
    for path in stale:
        write_text(path, exercises[path])
    return stale


def find_unnamed_files(course: Course) -> list[Path]:
    """Find files beside the stubs that are neither made from a solution nor given: nobody gets them.

    Raises:
        GraderError: As for `render_exercises`.
    """
    known = {*render_exercises(course), *(path for one in course.assignments for path in one.files.given)}
    folders = {one.files.stub.parent for one in course.assignments} - {course.root}
    found = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    return sorted(
        path
        for path in found - known
        if not any(part.startswith((".", "__")) for part in path.relative_to(course.root).parts)
    )


def find_stale_exercises(course: Course) -> list[Path]:
    """Find the files of `exercises/` that are missing or differ from what the solutions give.

    Args:
        course: The course.

    Returns:
        The absolute paths of those files.

    Raises:
        GraderError: As for `render_exercises`.
    """
    return [stale.path for stale in compare_exercises(course)]


def compare_exercises(course: Course) -> list[StaleExercise]:
    """Compare the files of `exercises/` with what the solutions give.

    Args:
        course: The course.

    Returns:
        Those that are missing or differ, with both texts.

    Raises:
        GraderError: As for `render_exercises`.
    """
    stale = [(path, text) for path, text in render_exercises(course).items() if _differs(path, text)]
    return [_describe_stale(course, path, text) for path, text in stale]


def _describe_stale(course: Course, path: Path, rendered: str) -> StaleExercise:
    assignment = next(one for one in course.assignments if _belongs(one, path))
    handout, solution = assignment.files.handout, assignment.files.solution
    of_code = handout is None or path in (assignment.files.stub, assignment.notebook)
    try:
        present = path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        present = None
    return StaleExercise(
        assignment=assignment.name,
        path=path,
        source=(solution if of_code else handout) or path,
        present=present,
        rendered=rendered,
    )


def _belongs(assignment: Assignment, path: Path) -> bool:
    """Tell whether a file of `exercises/` is made for an assignment: drawings begin with its name."""
    stub = assignment.files.stub
    of_handout = path.stem == assignment.name or path.stem.startswith(f"{assignment.name}-")
    return path.parent == stub.parent and (path.stem == stub.stem or of_handout)


def _render_assignment(assignment: Assignment) -> dict[Path, str]:
    files = assignment.files
    if files.solution is None:
        return {}
    try:
        # Takes 0.1 s to import, and only an instructor's installation has nbformat.
        from grader.authoring.notebooks import make_notebook  # noqa: PLC0415  # see above
    except ModuleNotFoundError as error:
        raise not_installed("Making notebooks", f"{error.name}") from error
    stub = make_stub(read_solved(files.solution), str(files.solution))
    exercises = {files.stub: stub}
    handout = None
    if files.handout is not None:
        drawings: dict[Path, str] = {}
        graph, chart = (partial(draw, assignment, drawings) for draw in (_draw_example, _draw_chart))
        handout = render_handout(files.handout, files.solution, graph, chart)
        exercises |= {files.stub.with_name(f"{assignment.name}.md"): handout, **drawings}
    exercises[assignment.notebook] = make_notebook(assignment, stub, handout)
    return exercises


def _draw_example(assignment: Assignment, drawings: dict[Path, str], example: str) -> str:
    """Draw a recorded case of the visible suite, and write the page to step through it.

    Args:
        assignment: The assignment.
        drawings: Receives the drawing and the page, by their paths.
        example: Name of the case.

    Returns:
        The Markdown that shows the drawing in the handout, and leads to the page.
    """
    graph = graph_of_example(assignment, example)
    if graph is None:
        raise CourseFault(
            f"the visible suite has no recorded case {example!r} with a graph",
            "Add the case, with a model that watches its quantities, and run `grade record`.",
        )
    path = assignment.files.stub.with_name(f"{assignment.name}-{example.replace('_', '-')}.svg")
    page = path.with_suffix(".html")
    drawings |= {path: render_svg(graph), page: render_walk(graph)}
    return _GRAPH.format(alternative=alternative_text(graph), drawing=path.name, page=page.name)


def _draw_chart(assignment: Assignment, drawings: dict[Path, str], name: str, **fields: Any) -> str:
    """Draw a chart of numbers that a handout computed.

    Args:
        assignment: The assignment.
        drawings: Receives the drawing, by its path.
        name: Name of the chart, part of its file's name.
        fields: The fields of the `Chart`.

    Returns:
        The Markdown that shows the chart in the handout.
    """
    chart = Chart(**fields)
    path = assignment.files.stub.with_name(f"{assignment.name}-{name}.svg")
    drawings[path] = render_chart(chart)
    return f"![{describe_chart(chart)}]({path.name})"


def _differs(path: Path, text: str) -> bool:
    """Tell whether a file is missing or holds another text, apart from its line ends."""
    try:
        return path.read_text(encoding="utf-8") != text
    except (FileNotFoundError, UnicodeDecodeError):
        return True
