"""`grade report`: the class as a folder of pages."""

from pathlib import Path

import click

from grader.cli import output
from grader.cli.gradebook_session import gradebook_option, open_session, zone_option

__all__ = ["report"]


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT...]")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The folder to write; an earlier report in it is replaced.",
)
@zone_option
@gradebook_option
def report(*, assignments: tuple[str, ...], folder: Path, zone: str, place: str) -> int:
    """Write what the gradebook knows of the class as a folder of pages. For instructors.

    Open `index.html` in it. For each ASSIGNMENT, else for all, a page shows which mistakes the class shares
    and who makes them, how parts and checks did and which check may be unfair, points and attempts over
    time, and who needs a human; `teach.html` has a figure for a lecture of each of the first five mistakes.
    Every student has a page, and `hand-back` holds the same to send to each.

    The pages need no network and no server, and run no script but their own. They hold names and grades.

    \b
    Examples:
      grade report --to class-report
      grade report two-layer-mlp --to class-report
    """  # noqa: D301  # \b is click's mark for text it must not fold
    with open_session(place, zone) as session:
        from grader.site.building import write_site

        written = write_site(
            session.course,
            session.course.select(assignments),
            session.book,
            session.standings(),
            folder=folder,
            now=session.now,
            zone=session.zone,
        )
    output.write(f"written: {written.index}, {written.pages} pages about {written.students} students")
    return 0
