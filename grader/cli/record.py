"""`grade record`: record the oracles' values with PyTorch."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["record"]


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with status 3 if recordings are out of date."
)
def record(assignments: tuple[str, ...], *, check: bool) -> int:
    """Record the right values of each oracle case. For instructors; needs PyTorch.

    Grading reads recordings, so whoever grades needs no PyTorch. Record again after editing an oracle.
    """
    from pathlib import Path

    from grader.course import find_course, load_course

    course = load_course(find_course(Path.cwd()))
    chosen = [course.assignment(name) for name in assignments] or list(course.assignments)
    folders = [folder for one in chosen for folder in (one.visible, one.hidden) if folder.is_dir()]
    return _check(folders, course.root) if check else _record(folders, course.root)


def _check(folders: "list[Path]", root: "Path") -> int:
    from grader.oracle.inventory import problems

    found = [
        f"{folder.relative_to(root).as_posix()}: {text}" for folder in folders for text in problems(folder)
    ]
    for line in found:
        click.echo(line)
    if not found:
        click.echo("every recording is complete and up to date")
    return 3 if found else 0


def _record(folders: "list[Path]", root: "Path") -> int:
    from grader.oracle.archive import record_suite

    written: list[Path] = []
    for folder in folders:
        written += record_suite(folder, lambda case: click.echo(f"recording {case}", err=True))
    for path in written:
        click.echo(f"written: {path.relative_to(root).as_posix()}")
    if not written:
        click.echo("every recording is complete and up to date")
    return 0
