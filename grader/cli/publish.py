"""`grade publish`: make what students get from the solutions."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.course import Course
    from grader.publish.placing import Placed

__all__ = ["publish"]


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with status 3 if exercises/ is out of date.")
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Also make the release for students, prove it, and write it to this folder.",
)
def publish(*, check: bool, target: Path | None) -> int:
    """Write `exercises/` from `solutions/`: stubs, notebooks and handouts. For instructors.

    A release gives students everything they need and nothing that is hidden. It is proven before it is
    written. In a folder with an older release, files that were edited stay as they are.
    """
    from grader.course import find_course, load_course
    from grader.publish.exercises import stale_exercises, write_exercises

    if check and target is not None:
        raise click.UsageError("--check writes nothing, so it cannot be combined with --to.")
    course = load_course(find_course(Path.cwd()))
    course.require_solutions()
    paths = stale_exercises(course) if check else write_exercises(course)
    word = "out of date" if check else "written"
    for path in paths:
        click.echo(f"{word}: {path.relative_to(course.root).as_posix()}")
    if not paths:
        click.echo("exercises/ is up to date")
    if target is not None:
        _release(course, target)
    if check and paths:
        click.echo("Run `grade publish` to write them anew.", err=True)
    return 3 if check and paths else 0


def _release(course: "Course", target: Path) -> None:
    from grader.publish.publishing import publish_release

    placed = publish_release(course, target, lambda claim: click.echo(f"proving: {claim}", err=True))
    _tell(placed, target)


def _tell(placed: "Placed", target: Path) -> None:
    for name in placed.kept:
        new = f"; its new text is {name}.new" if name in placed.beside else ""
        click.echo(f"kept, as it was edited: {name}{new}")
    for name in placed.removed:
        click.echo(f"removed: {name}")
    click.echo(f"{target}: {len(placed.written)} files written, {len(placed.kept)} kept")
