"""`grade similar`: programs of a class that are alike, for a human to look at."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from grader.cli import output
from grader.cli.gradebook_session import gradebook_option, open_session, zone_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.cli.gradebook_session import Session
    from grader.model.assignment import Assignment
    from grader.similarity.pairs import Program
    from grader.site.similar import SimilarPair

__all__ = ["similar"]

_CAUTION: Final = "This is evidence for a human, and no verdict: read both, and talk to both."


@click.command()
@click.argument("assignment")
@click.option(
    "--with",
    "earlier",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help="Submissions of an earlier class to compare with: a folder, zip or file; may be repeated.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write the table and each pair's code, side by side and marked, as pages.",
)
@zone_option
@gradebook_option
def similar(*, assignment: str, earlier: tuple[Path, ...], folder: Path | None, zone: str, place: str) -> int:
    """List programs handed in for an ASSIGNMENT that are alike. For instructors.

    Names, layout, comments, the order of functions and ways of writing the same are seen through; notebooks
    are compared as the code they hold. What was handed out, and what many in the class have, does not count.
    The pages of `grade report` show the pairs of the class with their code; --to writes them alone, with
    those of an earlier class where --with names one.

    What stands there is evidence for a human, and no verdict.
    """
    from grader.cohort.earlier import read_earlier
    from grader.site.similar import find_similar

    with open_session(place, zone) as session:
        chosen = session.course.assignment(assignment)
        people = {one.key: f"{one.name} ({one.key})" for one in session.book.students()}
        programs = [*_programs(session, chosen, people), *read_earlier(earlier, chosen)]
        pairs = find_similar(programs, people, chosen)
        _show(pairs, len(programs))
        if folder is not None and pairs:
            _write(session, chosen, pairs, folder)
    return 0


def _programs(session: "Session", assignment: "Assignment", people: dict[str, str]) -> "Iterator[Program]":
    """Yield the newest program of each student."""
    from grader.similarity.pairs import Program

    for key in people:
        attempts = session.book.attempts(assignment=assignment.name, student=key, texts=True)
        sources = [one.result.source for one in attempts if one.result.source]
        if sources:
            yield Program(name=key, source=sources[-1])


def _show(pairs: "list[SimilarPair]", count: int) -> None:
    from grader.cli.columns import align
    from grader.model.formatting import printable

    if not pairs:
        output.write(f"No two of {count} programs share more than independent work does.")
        return
    rows = [["share of what is rare", "places", "one", "the other"]]
    rows += [[f"{one.percent} %", str(one.rare), *map(printable, one.names)] for one in pairs]
    for line in align(rows, right=(0, 1)):
        output.write(line)
    output.write(_CAUTION)


def _write(session: "Session", assignment: "Assignment", pairs: "list[SimilarPair]", folder: Path) -> None:
    from grader.files import write_text
    from grader.gradebook.figures import format_time
    from grader.site.pages import Pages
    from grader.site.similar import group_pairs, similar_pages

    pages = Pages(session.zone, f"Written on {format_time(session.now, session.zone)}. Keep it to yourself.")
    for name, text in similar_pages(pages, assignment.title, group_pairs(pairs), None, ""):
        write_text(folder / name, text)
    output.write(f"written: {folder / 'similar.html'}")
