"""`grade run`: grade submissions and print the report."""

import os
from contextlib import closing
from fractions import Fraction
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.scoring import Report

__all__ = ["run"]


@click.command()
@click.argument("targets", nargs=-1, metavar="[ASSIGNMENT | FILE]...")
@click.option(
    "--submission",
    metavar="PATH",
    help="Grade this file, notebook, folder or zip for the one assignment named.",
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Repeat the run that reported this seed.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON; see docs/report.md.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="POINTS",
    help="Exit with status 1 if an assignment earns fewer points.",
)
def run(
    targets: tuple[str, ...],
    submission: str | None,
    seed: int | None,
    as_json: bool,  # noqa: FBT001  # click passes options by name
    fail_under: float | None,
) -> int:
    """Grade submissions: all assignments of the course, or those named.

    A FILE is graded for the assignment whose stub has its name. Without --submission, the stub in
    `exercises/` is graded, or the notebook beside it if that is the one that was edited.

    Where the variable CI is set, isolation below what the course asks for is refused; see docs/security.md.

    \b
    Examples:
      grade run
      grade run two-layer-mlp --fail-under 60
      grade run scalar-graphs --submission handed-in/anna.zip
      grade run two-layer-mlp --seed 41 --json
    """  # noqa: D301  # \b is click's mark for text it must not fold
    # Everything slow is imported after the first runner has started to import what it needs.
    from grader.suite.run import Runner

    with Runner() as runner:
        from grader.cli.screen import Progress
        from grader.cli.targets import resolve
        from grader.course import Isolation
        from grader.grading import grade

        course, found = resolve(targets, submission)
        if not as_json:
            import grader.reports.story  # noqa: F401  # 50 ms, while the runner is importing too
        with closing(Progress()) as progress:
            lowest = course.isolation if _in_ci() else Isolation.L1
            report = grade(course, found, seed=seed, isolation=lowest, runner=runner, on_check=progress)
    _print(report, as_json=as_json)
    if any(one.fault for one in report.assignments):
        return 3
    return 1 if fail_under is not None and _lowest(report) < Fraction(str(fail_under)) else 0


def _in_ci() -> bool:
    """Whether this is a machine that grades what others push, by the variable all CI services set."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def _lowest(report: "Report") -> Fraction:
    return min((one.points for one in report.assignments), default=Fraction(0))


def _print(report: "Report", *, as_json: bool) -> None:
    from grader.cli.screen import Screen
    from grader.reports import render_json, render_terminal

    if as_json:
        click.echo(render_json(report), nl=False)
        return
    screen = Screen()
    text = render_terminal(report, width=screen.width, color=screen.color, ascii_only=screen.ascii_only)
    click.echo(text, nl=False, color=screen.color)
