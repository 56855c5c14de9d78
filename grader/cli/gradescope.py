"""`grade gradescope`: make an autograder for Gradescope, and grade there."""

from pathlib import Path

import click

__all__ = ["gradescope"]


@click.command()
@click.argument("assignment")
@click.option(
    "--build",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the zip to upload as the assignment's autograder.",
)
@click.option(
    "--grade",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Grade what was uploaded to this folder of Gradescope's; for the script in the zip.",
)
@click.option(
    "--hidden",
    type=click.Choice(["visible", "after_due_date", "after_published", "hidden"]),
    default="visible",
    show_default=True,
    help="When students see what hidden checks found, and with it their total.",
)
def gradescope(*, assignment: str, build: Path | None, root: Path | None, hidden: str) -> int:
    """Make an autograder for Gradescope. For instructors.

    The zip holds the bundle, with every hidden check: upload it, and keep it from students. docs/ci.md tells
    which settings the assignment needs.

    \b
    Example:
      grade gradescope two-layer-mlp --build autograder.zip
    """  # noqa: D301  # \b is click's mark for text it must not fold
    from grader.errors import UsageError

    if (build is None) == (root is None):
        raise UsageError(
            "Say what to make: --build FILE.",
            f"For instance: grade gradescope {assignment} --build autograder.zip",
        )
    return _build(assignment, build, hidden) if build else _grade(assignment, root or Path(), hidden)


def _build(assignment: str, path: Path, hidden: str) -> int:
    from grader.ci.autograder import write_autograder
    from grader.course import find_course, load_course
    from grader.reports.gradescope import Visibility

    write_autograder(load_course(find_course(Path.cwd())), assignment, path, hidden=Visibility(hidden))
    click.echo(f"written: {path}, the autograder of {assignment}")
    return 0


def _grade(assignment: str, root: Path, hidden: str) -> int:
    from grader.ci.gradescope import grade_upload
    from grader.cli.ending import status_of
    from grader.reports import render_terminal
    from grader.reports.gradescope import Visibility

    report = grade_upload(root, assignment, hidden=Visibility(hidden))
    click.echo(render_terminal(report), nl=False)
    return status_of(report, None)
