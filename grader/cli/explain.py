"""`grade explain`: draw the computational graph of an example, or of a check with the student's numbers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import output

if TYPE_CHECKING:
    from grader.explain import Graph
    from grader.model.assignment import Assignment
    from grader.model.report import AssignmentReport

__all__ = ["explain"]


@click.command()
@click.argument("assignment")
@click.argument("subject", required=False, metavar="[EXAMPLE | CHECK]")
@click.option("--submission", metavar="PATH", help="Run the check on this file, notebook, folder or zip.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Repeat the run that reported this seed.")
@click.option(
    "--svg",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the drawing to this file as well.",
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page to step through, forward and back, to this file as well.",
)
def explain(
    assignment: str,
    subject: str | None,
    submission: str | None,
    seed: int | None,
    svg: Path | None,
    html: Path | None,
) -> int:
    """Draw a computational graph, with value and gradient at every quantity.

    An EXAMPLE is drawn as it is recorded. A CHECK is run on your file, and where it finds a wrong number,
    yours stands below the right one; say its title, or some words of it. Without either, lists both.
    Of several checks with these words, the first that failed is drawn.

    \b
    Examples:
      grade explain scalar-graphs
      grade explain scalar-graphs worked_factory --html factory.html
      grade explain scalar-graphs "gradients of the factory" --svg factory.svg
    """  # noqa: D301  # \b is click's mark for text it must not fold
    from grader.course import find_course, load_course
    from grader.explain import render_svg, render_walk
    from grader.explain.drawable import graph_of_check, graph_of_example

    chosen = load_course(find_course(Path.cwd())).assignment(assignment)
    graph = graph_of_example(chosen, subject) if subject else None
    if graph is None:
        report = _run(assignment, submission, seed)
        if subject is None:
            _list(chosen, report)
            return 0
        graph = graph_of_check(chosen, report, subject)
    _show(graph)
    if svg is not None:
        _write(render_svg(graph), svg)
    if html is not None:
        _write(render_walk(graph), html)
    return 0


def _run(assignment: str, submission: str | None, seed: int | None) -> "AssignmentReport":
    from grader.suite.runner import Runner

    with Runner() as runner:
        from grader.cli.grading import grade_once
        from grader.cli.targets import resolve

        course, targets = resolve((assignment,), submission)
        return grade_once(course, targets, runner, seed=seed).assignments[0]


def _show(graph: "Graph") -> None:
    from grader.cli.terminal import Screen
    from grader.explain import render_text

    screen = Screen()
    output.write(render_text(graph, screen.options()), nl=False, color=screen.color)


def _list(assignment: "Assignment", report: "AssignmentReport") -> None:
    from grader.cli.terminal import Screen
    from grader.explain.drawable import drawable_checks, examples
    from grader.explain.text import render_list

    screen = Screen()
    checks = drawable_checks(assignment, report)
    text = render_list(assignment.name, examples(assignment), checks, screen.options())
    output.write(text, nl=False, color=screen.color)


def _write(text: str, file: Path) -> None:
    from grader.cli.reader import quote_path
    from grader.files import write_text

    write_text(file, text)
    output.write(f"written: {quote_path(file)}")
