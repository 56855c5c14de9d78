"""`grade run`: grade submissions and print the report."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from grader.cli import output
from grader.cli.grading import exit_status, print_debug
from grader.cli.options import debug_option, fail_under_option, once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model.assignment import Course
    from grader.model.report import Report
    from grader.reports.context import ReaderContext

__all__ = ["run"]

_NO_GRADE: Final = "points of some of the checks are no grade"
_APART: Final = (
    ("--part", "--fail-under", _NO_GRADE),
    ("--failed", "--fail-under", _NO_GRADE),
    ("--watch", "--fail-under", "watching ends with Ctrl-C, not with points"),
    ("--watch", "--failed", "while watching, what still fails is shown anyway"),
    ("--watch", "--json", "a watch prints report after report"),
    ("--all", "--json", "as JSON, everything is printed anyway"),
)


@click.command()
@click.argument("targets", nargs=-1, metavar="[ASSIGNMENT | FILE]...")
@click.option(
    "--submission",
    multiple=True,
    callback=once,
    metavar="PATH",
    help="Grade this file, notebook, folder or zip for the one assignment named.",
)
@click.option(
    "--part", "parts", multiple=True, metavar="PART", help="Run only the checks of this part; repeatable."
)
@click.option("--failed", is_flag=True, help="Run only the checks that failed in your last run.")
@click.option("--all", "everything", is_flag=True, help="Tell every failure in full, not only the first.")
@click.option("--watch", "watching", is_flag=True, help="Grade again whenever the file is saved.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Repeat the run that reported this seed.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON; see docs/report.md.")
@click.option(
    "--reveal",
    type=click.Choice(["full"]),
    help="Show everything of hidden checks; for whoever has the course's solutions, and not in CI.",
)
@fail_under_option
@debug_option
def run(  # noqa: PLR0913  # one for each option
    *,
    targets: tuple[str, ...],
    submission: str | None,
    parts: tuple[str, ...],
    failed: bool,
    everything: bool,
    watching: bool,
    seed: int | None,
    as_json: bool,
    reveal: str | None,
    fail_under: float | None,
) -> int:
    """Grade submissions: all assignments of the course, or those named.

    A FILE is graded for the assignment whose stub has its name. Without --submission, the stub in
    `exercises/` is graded, or the notebook beside it if that is the one that was edited.

    The report tells the first failure in full, and each further one in a line; --all tells everything.

    With --part or --failed, only some of the checks run: the report says so, and gives no grade. With
    --watch, Ctrl-C ends the command, with status 0.

    Where the variable CI is set, isolation below what the course asks for is refused; see docs/security.md.

    \b
    Examples:
      grade run
      grade run two-layer-mlp --fail-under 60
      grade run scalar-graphs --submission handed-in/anna.zip
      grade run two-layer-mlp --seed 41 --json
      grade run two-layer-mlp --part backward --watch
    """  # noqa: D301  # \b is click's mark for text it must not fold
    given = {
        "--part": bool(parts),
        "--failed": failed,
        "--all": everything,
        "--watch": watching,
        "--json": as_json,
        "--fail-under": fail_under is not None,
    }
    _refuse_together({option for option, is_given in given.items() if is_given})
    if watching:
        from grader.cli.watch import watch

        return watch(targets, submission, parts, seed, everything=everything)
    # Everything slow is imported after the first runner has started to import what it needs.
    from grader.suite.runner import Runner

    with Runner() as runner:
        from grader.cli.grading import grade_once
        from grader.cli.reader import read_contexts
        from grader.cli.targets import resolve, select

        course, found = resolve(targets, submission)
        chosen = select(course, found, parts, failed=failed)
        if not as_json:
            from grader.reports.registry import find_format

            find_format("terminal")  # its library takes 50 ms to import, while the runner is importing too
        if reveal:
            _require_owner(course)
        contexts = read_contexts(course, chosen)
        report = grade_once(course, chosen, runner, seed=seed)
    if reveal:
        report = replace(report, assignments=tuple(replace(one, reveal=reveal) for one in report.assignments))
    _print(report, contexts, as_json=as_json, everything=everything or bool(reveal))
    print_debug(report)
    return exit_status(report, fail_under)


def _refuse_together(given: "set[str]") -> None:
    from grader.cli.grading import in_ci
    from grader.errors import UsageError

    for one, other, reason in _APART:
        if {one, other} <= given:
            raise UsageError(
                f"{one} and {other} do not go together: {reason}.", f"Leave out {one} or {other}."
            )
    if "--failed" in given and in_ci():
        raise UsageError("--failed is not for CI, where no last run is remembered.", "Run every check.")


def _require_owner(course: "Course") -> None:
    """Refuse to reveal hidden checks to anybody but the owner of the course.

    Raises:
        UsageError: This is CI, where others read the output, or the course has no solutions.
    """
    from grader.cli.grading import in_ci
    from grader.errors import UsageError

    if in_ci():
        raise UsageError(
            "--reveal is not for CI, where students can read what is printed.", "Run it on your own machine."
        )
    course.require_solutions()


def _print(
    report: "Report", contexts: "Mapping[str, ReaderContext]", *, as_json: bool, everything: bool
) -> None:
    if as_json:
        from grader.reports.registry import render_report

        output.write(render_report("json", report), nl=False)
    elif report.assignments:
        from grader.cli.terminal import Screen

        Screen().show(report, contexts, everything=everything)
    else:
        output.write("Nothing failed in your last run. `grade` runs every check.")
