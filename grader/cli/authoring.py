"""The instructor's commands: `grade publish`, `record`, `bundle` and `audit`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import output
from grader.cli.options import unproved_option
from grader.cli.proof import describe_proof
from grader.model.formatting import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.authoring.publish import ReleaseUpdate
    from grader.model.assignment import Assignment, Course

__all__ = ["audit", "bundle", "publish", "record"]


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with status 3 if exercises/ is out of date.")
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Also make the release for students, prove it, and write it to this folder.",
)
def publish(*, check: bool, target: Path | None) -> int:
    """Write `exercises/` from `solutions/`: stubs, notebooks and handouts. For instructors.

    A release gives students everything they need and nothing that is hidden. It is proven before it is
    written. In a folder with an older release, files that were edited stay as they are.
    """
    from grader.authoring.exercises import find_stale_exercises, find_unnamed_files, write_exercises
    from grader.course import find_course, load_course

    if check and target is not None:
        raise click.UsageError("--check writes nothing, so it cannot be combined with --to.")
    course = load_course(find_course(Path.cwd()))
    course.require_solutions()
    paths = find_stale_exercises(course) if check else write_exercises(course)
    word = "out of date" if check else "written"
    for path in paths:
        output.write(f"{word}: {path.relative_to(course.root).as_posix()}")
    if not paths:
        output.write("exercises/ is up to date")
    for path in find_unnamed_files(course):
        name = path.relative_to(course.root).as_posix()
        output.write(f"warning: {name} reaches no student and no worker: name it in `files.given`", err=True)
    if target is not None:
        _release(course, target)
    if check and paths:
        output.write("Run `grade publish` to write them anew.", err=True)
    return 3 if check and paths else 0


def _release(course: "Course", target: Path) -> None:
    from grader.authoring.publish import publish_release

    update = publish_release(course, target, lambda claim: output.write(f"proving: {claim}", err=True))
    _print_update(update, target)


def _print_update(update: "ReleaseUpdate", target: Path) -> None:
    for name in update.kept:
        new = f"; its new text is {name}.new" if name in update.conflicts else ""
        output.write(f"kept, as it was edited: {name}{new}")
    for name in update.removed:
        output.write(f"removed: {name}")
    output.write(f"{target}: {counted(len(update.written), 'file')} written, {len(update.kept)} kept")


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with status 3 if recordings are out of date."
)
def record(assignments: tuple[str, ...], *, check: bool) -> int:
    """Record the right values of each oracle case, the wrong ones of each misconception, and the time needed.

    For instructors; needs what the oracles compute with, such as PyTorch. Grading reads recordings, so
    whoever grades needs none of it. Record again after editing an oracle, a solution, a suite or its
    misconceptions.
    """
    from grader.course import find_course, load_course

    course = load_course(find_course(Path.cwd()))
    chosen = course.select(assignments)
    return _check(chosen) if check else _record(chosen, course.root)


def _folders(assignment: "Assignment") -> "list[Path]":
    return [folder for folder in (assignment.visible, assignment.hidden) if folder.is_dir()]


def _announce(case: str) -> None:
    output.write(f"recording {case}", err=True)


def _check(assignments: "Sequence[Assignment]") -> int:
    from grader.authoring.recorded_mistakes import find_recording_problems, find_stale_times

    found = [problem for one in assignments for problem in find_recording_problems(one)]
    found += [
        f"{one.name}/{folder.name}: the time of the solution is not recorded as the sources are now"
        for one in assignments
        for folder in find_stale_times(one)
    ]
    for line in found:
        output.write(line)
    if not found:
        output.write("every recording is complete and up to date")
    return 3 if found else 0


def _record(assignments: "Sequence[Assignment]", root: "Path") -> int:
    from grader.authoring.recorded_mistakes import (
        find_mistakes_problem,
        find_stale_times,
        record_mistakes,
        record_time,
    )
    from grader.oracle.recorder import record_suite

    written: list[Path] = []
    for one in assignments:
        for folder in _folders(one):
            written += record_suite(folder, _announce, one.files.solution)
    for one in assignments:
        if find_mistakes_problem(one):
            output.write(f"recording the misconceptions of {one.name}", err=True)
            written.append(record_mistakes(one))
        written += [record_time(one, folder) for folder in find_stale_times(one)]
    for path in written:
        output.write(f"written: {path.relative_to(root).as_posix()}")
    if not written:
        output.write("every recording is complete and up to date")
    return 0


@click.command()
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to write the bundle.",
)
@unproved_option
def bundle(*, target: Path, unproved: bool) -> int:
    """Pack suites, recordings, solutions and manifest into one file. For instructors.

    A machine that has the file can grade hidden checks: a CI service, or a colleague's. It gives away
    what the course keeps from students, so keep it where students cannot read it.

    Before it is written, every solution is run on every check with several seeds: nothing is written if one
    does not pass.
    """
    from contextlib import closing

    from grader.authoring.bundle import write_bundle
    from grader.cli.terminal import Progress
    from grader.course import find_course, load_course

    course = load_course(find_course(Path.cwd()))
    with closing(Progress("runs")) as progress:
        edition = write_bundle(course, target, unproved=unproved, on_program=progress)
    output.write(describe_proof(unproved=unproved))
    output.write(f"written: {target}, for {edition}")
    return 0


@click.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")
@click.option("as_json", "--json", is_flag=True, help="Print JSON instead of text.")
def audit(assignments: tuple[str, ...], *, as_json: bool) -> int:
    """Prove that the suites catch what they should, and nothing else.

    For instructors; needs the solved files, and for the gradients what recorded them, such as PyTorch. The
    solution must pass with 50 seeds and the stub pass nothing; correct solutions in other styles must lose
    nothing, and misconceptions points in their part alone; every check must fail for some misconception or
    some small change of the solution, and every such change be noticed. Hidden checks that alone fail a
    program are listed with the rule they test.

    Exits with status 3 if anything is found.
    """
    import time
    from functools import partial

    from grader.authoring.audit import audit_assignment
    from grader.authoring.audit.audit_report import render_json, render_text
    from grader.cli.terminal import Progress
    from grader.course import find_course, load_course

    chosen = load_course(find_course(Path.cwd())).select(assignments)
    began = time.monotonic()
    audits = []
    progress = Progress("programs")
    try:
        for assignment in chosen:
            audits.append(
                audit_assignment(
                    assignment,
                    partial(progress, assignment.name),
                    partial(_say_what_it_takes, assignment.name),
                )
            )
            if not as_json:
                progress.close()
                output.write(render_text(audits[-1]))
    finally:
        progress.close()
    seconds = time.monotonic() - began
    if as_json:
        output.write(render_json(audits, seconds), nl=False)
    else:
        found = sum(len(one.findings) for one in audits)
        output.write(f"{found or 'nothing'} found, in {seconds:.0f} s")
    return 3 if any(one.findings for one in audits) else 0


def _say_what_it_takes(name: str, programs: int, seconds: float | None) -> None:
    """Say how many programs an audit tries, and how long that takes once it is known."""
    if seconds is None:
        output.write(f"{name}: {programs} programs to try", err=True)
    elif seconds >= 1:
        output.write(f"{name}: they take some {seconds:.0f} s", err=True)
