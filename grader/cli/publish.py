"""`grade publish`: make what students get from the solutions."""

import click

__all__ = ["publish"]


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with status 3 if exercises/ is out of date.")
def publish(*, check: bool) -> int:
    """Write `exercises/` from `solutions/`: stubs, notebooks and handouts. For instructors."""
    from pathlib import Path

    from grader.course import find_course, load_course
    from grader.publish.exercises import stale_exercises, write_exercises

    course = load_course(find_course(Path.cwd()))
    paths = stale_exercises(course) if check else write_exercises(course)
    word = "out of date" if check else "written"
    for path in paths:
        click.echo(f"{word}: {path.relative_to(course.root).as_posix()}")
    if not paths:
        click.echo("exercises/ is up to date")
    if check and paths:
        click.echo("Run `grade publish` to write them anew.", err=True)
    return 3 if check and paths else 0
