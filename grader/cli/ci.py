"""`grade ci` and `grade gradescope`: grade where a platform shows the results."""

import os
from pathlib import Path

import click

from grader.cli import output
from grader.cli.options import debug_option, fail_under_option, unproved_option
from grader.cli.proof import describe_proof

__all__ = ["ci", "gradescope"]


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
    type=click.Path(path_type=Path),
    default=Path("grade-junit.xml"),
    show_default=True,
    metavar="FILE",
    help="Where to write the report as JUnit XML.",
)
@click.option(
    "--report",
    "json",
    type=click.Path(path_type=Path),
    default=Path("grade-report.json"),
    show_default=True,
    metavar="FILE",
    help="Where to write the report as JSON.",
)
@click.option(
    "--all", "run_all", is_flag=True, help="Also run the assignments that are as they were handed out."
)
@fail_under_option
@debug_option
def ci(  # one for each option
    *,
    assignments: tuple[str, ...],
    bundle: Path | None,
    junit: Path,
    json: Path,
    run_all: bool,
    fail_under: float | None,
) -> int:
    """Grade this checkout's submissions, for a CI system: what was changed since it was handed out.

    Assignments that are named are graded in any case, and with --all every one of the course. One that is not
    run is in the report with 0 points, and fails no --fail-under.

    Prints the report, and writes it as JUnit XML and as JSON. On GitHub Actions it also annotates the lines
    where something failed, adds a summary to the step, and sets the outputs `points`, `possible`, `pending`,
    `hidden-ran`, `report` and `junit`.

    Without --bundle, the checks are those of the checkout, which whoever can push can change; docs/ci.md says
    which marks to trust. Isolation below what the course asks for is refused.

    The status is 0 once everything is graded, whatever the points; --fail-under makes few points a failure.
    """
    from contextlib import closing

    from grader.ci.checkout import grade_checkout, not_graded, without_unchanged
    from grader.ci.platform import Platform
    from grader.cli.grading import exit_status, print_debug
    from grader.cli.terminal import Progress
    from grader.errors import GraderError

    folder = Path.cwd()
    platform = Platform.detect(os.environ, folder)
    failure: GraderError | None = None
    try:
        with closing(Progress()) as progress:
            report = grade_checkout(
                folder,
                assignments,
                bundle=bundle,
                root=platform.root,
                run_all=run_all,
                on_check=progress,
            )
    except GraderError as error:
        # Whoever looks at the platform finds the reason there, whatever the status.
        failure, report = error, not_graded(error)
    text, problems = platform.publish(report, junit=junit, json=json)
    output.write(text, nl=False)
    print_debug(report)
    for problem in (failure, *problems):
        if problem is not None:
            raise problem
    return exit_status(without_unchanged(report), fail_under)


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
@unproved_option
def gradescope(*, assignment: str, build: Path | None, root: Path | None, hidden: str, unproved: bool) -> int:
    """Make an autograder for Gradescope. For instructors.

    The zip holds the bundle, with every hidden check: upload it, and keep it from students. docs/ci.md tells
    which settings the assignment needs. Before it is written, the solution is run on every check.

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
    if build is not None:
        return _build(assignment, build, hidden, unproved=unproved)
    return _grade(assignment, root or Path(), hidden)


def _build(assignment: str, path: Path, hidden: str, *, unproved: bool) -> int:
    from contextlib import closing

    from grader.ci.gradescope import write_autograder
    from grader.cli.terminal import Progress
    from grader.course import find_course, load_course
    from grader.reports.registry import Visibility

    course = load_course(find_course(Path.cwd()))
    with closing(Progress("runs")) as progress:
        write_autograder(
            course, assignment, path, hidden=Visibility(hidden), unproved=unproved, on_program=progress
        )
    output.write(describe_proof(unproved=unproved))
    output.write(f"written: {path}, the autograder of {assignment}")
    return 0


def _grade(assignment: str, root: Path, hidden: str) -> int:
    from grader.ci.gradescope import grade_upload
    from grader.cli.grading import exit_status
    from grader.reports.registry import Visibility, render_report

    report = grade_upload(root, assignment, hidden=Visibility(hidden))
    output.write(render_report("terminal", report), nl=False)
    return exit_status(report, None)
