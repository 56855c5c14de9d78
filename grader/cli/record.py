"""`grade record`: record the oracles' values with PyTorch."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.course import Assignment

__all__ = ["record"]


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with status 3 if recordings are out of date."
)
def record(assignments: tuple[str, ...], *, check: bool) -> int:
    """Record the right values of each oracle case, and the wrong ones of each misconception.

    For instructors; needs PyTorch. Grading reads recordings, so whoever grades needs no PyTorch. Record again
    after editing an oracle, a solution, a suite or its misconceptions.
    """
    from pathlib import Path

    from grader.course import find_course, load_course

    course = load_course(find_course(Path.cwd()))
    chosen = course.chosen(assignments)
    return _check(chosen) if check else _record(chosen, course.root)


def _folders(assignments: "Sequence[Assignment]") -> "list[Path]":
    return [folder for one in assignments for folder in (one.visible, one.hidden) if folder.is_dir()]


def _check(assignments: "Sequence[Assignment]") -> int:
    from grader.grading.recorded import recording_problems

    found = [problem for one in assignments for problem in recording_problems(one)]
    for line in found:
        click.echo(line)
    if not found:
        click.echo("every recording is complete and up to date")
    return 3 if found else 0


def _record(assignments: "Sequence[Assignment]", root: "Path") -> int:
    from grader.grading.mistakes import mistakes_problem, record_mistakes
    from grader.oracle.archive import record_suite

    written: list[Path] = []
    for folder in _folders(assignments):
        written += record_suite(folder, lambda case: click.echo(f"recording {case}", err=True))
    for one in assignments:
        if mistakes_problem(one):
            click.echo(f"recording the misconceptions of {one.name}", err=True)
            written.append(record_mistakes(one))
    for path in written:
        click.echo(f"written: {path.relative_to(root).as_posix()}")
    if not written:
        click.echo("every recording is complete and up to date")
    return 0
