"""`grade bundle`: pack what another machine needs to grade hidden checks."""

from pathlib import Path

import click

__all__ = ["bundle"]


@click.command()
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to write the bundle.",
)
def bundle(*, target: Path) -> int:
    """Pack suites, recordings, solutions and manifest into one file. For instructors.

    A machine that has the file can grade hidden checks: a CI service, or a colleague's. It gives away
    what the course keeps from students, so keep it where students cannot read it.
    """
    from grader.course import find_course, load_course
    from grader.publish.bundle import write_bundle

    course = load_course(find_course(Path.cwd()))
    edition = write_bundle(course, target)
    click.echo(f"written: {target}, for {edition}")
    return 0
