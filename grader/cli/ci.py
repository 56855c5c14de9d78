"""`grade ci`: grade a checkout and leave behind what a CI system shows."""

import os
from pathlib import Path

import click

__all__ = ["ci"]


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option(
    "--bundle",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Grade with this bundle's checks, the hidden ones too; see `grade bundle`.",
)
@click.option(
    "--junit",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("grade-junit.xml"),
    show_default=True,
    metavar="FILE",
    help="Where to write the report as JUnit XML.",
)
@click.option(
    "--report",
    "json",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("grade-report.json"),
    show_default=True,
    metavar="FILE",
    help="Where to write the report as JSON.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="POINTS",
    help="Exit with status 1 if an assignment earns fewer points.",
)
def ci(
    *, assignments: tuple[str, ...], bundle: Path | None, junit: Path, json: Path, fail_under: float | None
) -> int:
    """Grade this checkout's submissions, for a CI system: all assignments of the course, or those named.

    Prints the report, and writes it as JUnit XML and as JSON. On GitHub Actions it also annotates the lines
    where something failed, adds a summary to the step, and sets the outputs `points`, `possible`, `pending`,
    `hidden-ran`, `report` and `junit`.

    Without --bundle, the checks are those of the checkout, which whoever can push can change; docs/ci.md says
    which marks to trust. Isolation below what the course asks for is refused.

    The status is 0 once everything is graded, whatever the points; --fail-under makes few points a failure.
    """
    from contextlib import closing

    from grader.ci.checkout import grade_checkout
    from grader.ci.deliver import deliver
    from grader.ci.platform import find_platform
    from grader.cli.ending import status_of
    from grader.cli.screen import Progress

    folder = Path.cwd()
    platform = find_platform(os.environ, folder)
    with closing(Progress()) as progress:
        report = grade_checkout(folder, assignments, bundle=bundle, root=platform.root, on_check=progress)
    click.echo(deliver(report, platform, junit=junit, json=json), nl=False)
    return status_of(report, fail_under)
