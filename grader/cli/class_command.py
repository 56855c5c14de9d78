"""`grade class`: grade what a class handed in, and keep it in the gradebook."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from grader.cli import output
from grader.cli.gradebook_session import as_json_option, gradebook_option, zone_option
from grader.model.formatting import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from grader.cohort.records import ClassResult, ClassSummary, Intake
    from grader.cohort.units import Executor
    from grader.gradebook.students import Student
    from grader.model.assignment import Assignment, Course
    from grader.suite.runner import Runner

__all__ = ["grade_class_command"]

_SCHEMA: Final = "grade-class/1"
_LAYOUTS: Final = ("canvas", "moodle", "gradescope", "github", "plain")
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_WORDS: Final = {
    "new": "",
    "retried": "pending before",
    "unchanged": "as before",
    "held": "an earlier result counts",
}


@click.command("class")
@click.argument("assignment")
@click.argument(
    "submissions",
    nargs=-1,
    required=True,
    metavar="SUBMISSIONS...",
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--roster", type=_FILE, metavar="FILE", help="CSV file of the students; what a platform exports will do."
)
@click.option(
    "--times",
    type=_FILE,
    metavar="FILE",
    help="CSV file that says when each handed in, as Moodle's worksheet does.",
)
@click.option("--layout", type=click.Choice(_LAYOUTS), help="How the names are made; else the names tell.")
@click.option(
    "--pattern", metavar="PATTERN", help="How names of your own are made, such as `{login}/{file}`."
)
@click.option("--dry-run", is_flag=True, help="Show whose each file is, and when it came; grade nothing.")
@click.option("--pending", "pending_only", is_flag=True, help="Only try again what has points pending.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="How many run at a time; else one for each core."
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run them on the Dask cluster whose scheduler listens there, such as tcp://10.0.0.5:8786.",
)
@click.option(
    "--watch", "watching", is_flag=True, help="Stay, grade what arrives or changes, show it on a page."
)
@click.option("--names", is_flag=True, help="With --watch: show names on the page.")
@click.option(
    "--page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="With --watch: where the page is written; else lab.html beside the manifest.",
)
@as_json_option
@zone_option
@gradebook_option
def grade_class_command(  # noqa: PLR0913  # one for each option
    *,
    assignment: str,
    submissions: tuple[Path, ...],
    roster: Path | None,
    times: Path | None,
    layout: Any,
    pattern: str | None,
    dry_run: bool,
    pending_only: bool,
    jobs: int | None,
    scheduler: str | None,
    watching: bool,
    names: bool,
    page: Path | None,
    as_json: bool,
    zone: str,
    place: str,
) -> int:
    """Grade what a class handed in for an ASSIGNMENT. For instructors.

    SUBMISSIONS are folders, zips and files as they come from Canvas, Moodle, Gradescope or GitHub Classroom.
    Whose each is, and when it was handed in, is shown first; whoever handed in nothing, twice, or under an
    unknown name is listed. --dry-run stops there.

    Each result is stored when it is decided, so Ctrl-C loses only what is under way, and the same command
    goes on from there. What has not changed is not graded again. `grade gradebook` shows and corrects grades.

    --watch is for a lab hour: it stays until Ctrl-C, and keeps one page fresh that says how many have which
    part, and what they stumble over now. What it grades is no attempt: it is kept in `lab.sqlite`, not in the
    gradebook.

    Exits with status 3 if the suite or the grader was at fault; those points are pending, and --pending tries
    again.

    \b
    Examples:
      grade class two-layer-mlp submissions.zip --roster roster.csv --dry-run
      grade class two-layer-mlp submissions.zip --roster roster.csv
      grade class two-layer-mlp lab-folder --watch
    """  # noqa: D301  # \b is click's mark for text it must not fold
    from grader.suite.runner import Runner

    _require_fitting(
        watching=watching,
        ends={"--dry-run": dry_run, "--pending": pending_only, "--json": as_json},
        stays={"--names": names, "--page": page is not None},
    )
    # Everything slow is imported after the runner has started to import what it needs.
    starts_now = not (watching or dry_run or scheduler)
    runner = click.get_current_context().with_resource(Runner()) if starts_now else None

    from functools import partial

    from grader.cli.zones import read_zone
    from grader.cohort.intake import read_intake
    from grader.cohort.intake_table import intake_as_dict, intake_lines
    from grader.cohort.roster import read_roster
    from grader.cohort.times import read_times
    from grader.course import find_course, load_course

    course = load_course(find_course(Path.cwd()))
    chosen, where = course.assignment(assignment), read_zone(zone)
    students = read_roster(roster) if roster else None
    read = partial(
        read_intake,
        submissions,
        zone=where,
        roster=students,
        times=read_times(times, where) if times else None,
        layout=layout,
        pattern=pattern,
    )
    if watching:
        from grader.cli.class_watch import WatchOptions, watch_class

        return watch_class(
            course,
            chosen,
            partial(read, may_be_empty=True),
            students or (),
            _executor(jobs, scheduler),
            WatchOptions(watched=submissions, gradebook=place, page=page, zone=where, names=names),
        )
    intake = read()
    if not as_json:
        for line in intake_lines(intake, where):
            output.write(line)
    if dry_run:
        if as_json:
            _write_json({"assignment": chosen.name, "intake": intake_as_dict(intake)})
        else:
            output.write(
                f"{counted(len(intake.matched), 'submission')}. Nothing was graded, since this was a dry run."
            )
        return 0
    name, summary = _grade(
        course,
        chosen,
        intake,
        students or (),
        place=place,
        executor=_executor(jobs, scheduler, runner),
        pending_only=pending_only,
    )
    if as_json:
        _write_json(
            {
                "assignment": chosen.name,
                "gradebook": name,
                "intake": intake_as_dict(intake),
                **_summary_document(summary),
            }
        )
    else:
        _show(summary, chosen, name)
    return 3 if summary.faults or any(one.pending for one in summary.results) else 0


def _require_fitting(*, watching: bool, ends: dict[str, bool], stays: dict[str, bool]) -> None:
    """Refuse options of a run that ends for one that stays, and the other way round.

    Raises:
        UsageError: Some were given.
    """
    from grader.errors import UsageError

    if watching and any(ends.values()):
        names = ", ".join(name for name, given in ends.items() if given)
        raise UsageError(f"{names} is for a run that ends, and --watch stays.", "Give one of both.")
    if not watching and any(stays.values()):
        names = ", ".join(name for name, given in stays.items() if given)
        raise UsageError(f"{names} is about the page of --watch, which was not given.", "Add --watch.")


def _grade(
    course: "Course",
    assignment: "Assignment",
    intake: "Intake",
    roster: "Sequence[Student]",
    *,
    place: str,
    executor: "Callable[..., AbstractContextManager[Executor]]",
    pending_only: bool,
) -> "tuple[str, ClassSummary]":
    """Open the gradebook and grade; say how much is kept if it is interrupted."""
    from functools import partial

    from grader.cli.class_progress import ClassProgress
    from grader.gradebook.opening import gradebook_place, open_gradebook
    from grader.interruption import Interruption

    progress = ClassProgress(len(intake.matched))
    where = gradebook_place(course.root, os.environ, place)
    with Interruption() as interruption, open_gradebook(where, create=True) as book:
        # What it needs is installed, or the line above has said what is missing.
        from grader.cohort.run import grade_class

        # Whoever handed in nothing is a student all the same.
        book.add_students(roster)
        try:
            summary = grade_class(
                course,
                assignment,
                intake,
                book,
                executor=partial(executor, on_wait=interruption.check),
                pending_only=pending_only,
                on_result=progress,
                check_interruption=interruption.check,
            )
        except KeyboardInterrupt:
            progress.close()
            output.write(
                f"Stopped. {progress.done} of {len(intake.matched)} results are stored in {book.name}; "
                "the same command goes on from there.",
                err=True,
            )
            raise
        finally:
            progress.close()
        return book.name, summary


def _executor(
    jobs: int | None, scheduler: str | None, runner: "Runner | None" = None
) -> "Callable[..., AbstractContextManager[Executor]]":
    """Choose what runs the submissions: the cores of this machine, or a cluster.

    Args:
        jobs: How many run at a time; None for what fits.
        scheduler: Address of a cluster's scheduler.
        runner: What runs them on this machine, once, if it has been started.

    Raises:
        UsageError: Both were named, or what a cluster needs is not installed.
    """
    from functools import partial

    from grader.errors import UsageError

    if not scheduler:
        from grader.cohort.executor import LocalExecutor

        return partial(LocalExecutor, jobs=jobs, runner=runner)
    if jobs:
        raise UsageError(
            "--jobs is for the cores of this machine, and --scheduler for a cluster.",
            "How many a cluster runs at a time is decided by how many workers it has. Give one of both.",
        )
    try:
        from grader.cluster.executor import ClusterExecutor
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("grader"):
            raise
        raise UsageError(
            f"A cluster needs {error.name}, which is not installed.",
            "Install it with: pip install 'backprop-grader[cluster]'",
        ) from error
    return partial(ClusterExecutor, address=scheduler)


def _show(summary: "ClassSummary", assignment: "Assignment", gradebook: str) -> None:
    from grader.cli.columns import align
    from grader.cli.gradebook_session import show_points
    from grader.model.formatting import printable

    if summary.results:
        rows = [["student", "name", "points", "pending", "seconds", "note"]]
        rows += [
            [
                one.student,
                one.name,
                show_points(one.points),
                show_points(one.pending) if one.pending else "",
                f"{one.seconds:.1f}" if one.seconds else "",
                one.problem.partition("\n")[0] or _WORDS[one.recorded.value],
            ]
            for one in summary.results
        ]
        output.write()
        for line in align(rows, right=(2, 3, 4)):
            output.write(line)
    output.write(f"\n{_in_short(summary)}")
    held = sum(one.recorded.value == "held" for one in summary.results)
    if held:
        output.write(
            f"Graded anew, since the suite or the grader changed: {held}. What counted before counts still; "
            f"`grade gradebook regrade {assignment.name} --reason ...` shows who changes, and applies it."
        )
    _show_faults(summary, assignment)
    output.write(
        printable(
            f"Stored in {gradebook}. "
            f"`grade gradebook show {assignment.name}` applies lateness and corrections."
        )
    )


def _in_short(summary: "ClassSummary") -> str:
    from grader.model.formatting import printable

    rate = f", {summary.graded / summary.seconds:.1f} a second" if summary.graded and summary.seconds else ""
    slowest = max(summary.results, key=lambda one: one.seconds, default=None)
    told = (
        f" The slowest was that of {slowest.name} with {slowest.seconds:.1f} s."
        if slowest is not None and slowest.seconds
        else ""
    )
    return printable(
        f"{counted(len(summary.results), 'submission')}: {summary.graded} graded, {summary.reused} "
        f"known before, in {summary.seconds:.1f} s{rate}.{told}"
    )


def _show_faults(summary: "ClassSummary", assignment: "Assignment") -> None:
    from grader.model.formatting import printable, printable_lines

    pending = [one for one in summary.results if one.pending]
    if pending:
        names = ", ".join(f"{one.name} ({one.student})" for one in pending)
        output.write(printable(f"Points are pending, neither earned nor lost, of {names}."))
    for fault in summary.faults:
        output.write(printable_lines(f"At fault: {fault}"))
    if pending:
        output.write(f"Once it is mended, `grade class {assignment.name} ... --pending` tries again.")


def _summary_document(summary: "ClassSummary") -> dict[str, Any]:
    return {
        "graded": summary.graded,
        "reused": summary.reused,
        "seconds": round(summary.seconds, 3),
        "faults": list(summary.faults),
        "results": [_result_document(one) for one in summary.results],
    }


def _result_document(one: "ClassResult") -> dict[str, Any]:
    return {
        "student": one.student,
        "name": one.name,
        "points": None if one.points is None else str(one.points),
        "pending": str(one.pending),
        "recorded": one.recorded.value,
        "seconds": round(one.seconds, 3),
        "problem": one.problem,
    }


def _write_json(document: dict[str, Any]) -> None:
    output.write(json.dumps({"schema": _SCHEMA, **document}, indent=2, ensure_ascii=False))
