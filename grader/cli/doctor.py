"""`grade doctor`: whether this machine is fit for grading, and whether this course marks rightly."""

import json
from typing import TYPE_CHECKING, Any, Final

import click

from grader.cli import output

if TYPE_CHECKING:
    from grader.authoring.examination import Problem
    from grader.errors import CourseFault, ManifestFault

__all__ = ["doctor"]

SCHEMA: Final = "grade-doctor/1"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--fast", is_flag=True, help="Leave out what needs to run the suites.")
def doctor(*, as_json: bool, fast: bool) -> int:
    """Check versions, isolation, the course, its recordings, and whether its suites judge rightly.

    Runs every suite against its solution with several seeds, against the stub, against the solution with one
    function after the other not written, and against nonsense. Each problem is told with file and line, and
    with what to do.

    Exits with status 2 outside a course, and with 3 if the course is at fault.
    """
    from grader.errors import UsageError

    machine: dict[str, Any] = {"versions": _versions(), "isolation": _isolation()}
    outside: UsageError | None = None
    try:
        course = _course(fast=fast)
    except UsageError as error:
        # Versions and isolation are worth knowing anywhere, so they are printed all the same.
        outside, course = error, None
    if as_json:
        output.write(json.dumps({"schema": SCHEMA, **machine, "course": course}, indent=2))
    else:
        _print_machine(machine)
        if course is not None:
            _print_course(course)
    if outside is not None:
        raise outside
    return 3 if course is not None and course["problems"] else 0


def _versions() -> dict[str, str]:
    import platform
    from importlib import metadata

    from grader import __version__

    found = {"grade": __version__, "python": platform.python_version(), "system": platform.platform()}
    for library in ("numpy", "pytest", "torch", "jinja2"):
        try:
            found[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            found[library] = ""
    return found


def _isolation() -> dict[str, Any]:
    from grader.sandbox.launcher import Launcher

    with Launcher() as launcher:
        found = launcher.confinement
    return {
        "level": str(found.level),
        "meaning": found.level.meaning,
        "proven": found.proven,
        "details": list(found.details),
        "refused": [str(refusal) for refusal in found.refused],
    }


def _course(*, fast: bool) -> dict[str, Any]:
    """Examine the course around the current folder.

    Raises:
        UsageError: There is none.
    """
    from contextlib import closing
    from dataclasses import asdict
    from pathlib import Path

    from grader.cli.terminal import Progress
    from grader.course import find_course, load_course
    from grader.errors import CourseFault, ManifestFault

    root = find_course(Path.cwd())
    try:
        course = load_course(root)
    except ManifestFault as fault:
        problems = [asdict(problem) for problem in _manifest_problems(fault)]
        return {"name": "", "version": "", "examined": "manifest", "problems": problems, "notes": []}
    except CourseFault as fault:
        problem = _whole_course(fault)
        return {"name": "", "version": "", "examined": "manifest", "problems": [asdict(problem)], "notes": []}
    # What examines a course imports pytest, which a course that cannot be read does without.
    from grader.authoring.examination import examine_course

    with closing(Progress("programs")) as progress:
        found = examine_course(course, fast=fast, on_program=progress)
    return {
        "name": course.name,
        "version": course.version,
        "examined": "files" if fast else "files and suites",
        "problems": [asdict(problem) for problem in found.problems],
        "notes": list(found.notes),
    }


def _manifest_problems(fault: "ManifestFault") -> "list[Problem]":
    from grader.authoring.examination import Problem, ProblemKind

    return [
        Problem(
            kind=ProblemKind.MANIFEST,
            assignment="",
            file=fault.path.name,
            line=problem.line,
            message=problem.message,
            advice="Correct the manifest: docs/assignments.md lists its keys.",
        )
        for problem in fault.problems
    ]


def _whole_course(fault: "CourseFault") -> "Problem":
    from grader.authoring.examination import Problem, ProblemKind
    from grader.course.loading import MANIFEST_JSON

    return Problem(
        kind=ProblemKind.MANIFEST,
        assignment="",
        file=MANIFEST_JSON,
        line=0,
        message=fault.message,
        advice=fault.advice,
    )


def _print_machine(machine: dict[str, Any]) -> None:
    for name, version in machine["versions"].items():
        output.write(f"{name:10} {version or 'not installed'}")
    isolation = machine["isolation"]
    output.write(f"{'isolation':10} {isolation['level']}: {isolation['meaning']}")
    if not isolation["proven"]:
        output.write("  - unproven: no attack has been run on this processor architecture")
    for line in (*isolation["details"], *isolation["refused"]):
        output.write(f"  - {line}")


def _print_course(course: dict[str, Any]) -> None:
    problems = course["problems"]
    if problems:
        name = course["name"] or "none that can be read"
        counted = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        output.write(f"{'course':10} {name}: {counted}")
    elif course["examined"] == "files":
        output.write(f"{'course':10} {course['name']} {course['version']}: its files are in order")
        output.write("  - the suites were not run: leave out --fast")
    else:
        output.write(f"{'course':10} {course['name']} {course['version']}: in order, every suite proved")
    for problem in problems:
        line = f":{problem['line']}" if problem["line"] else ""
        output.write(f"  - {problem['file']}{line}: {problem['message']}")
        output.write(f"    {problem['advice']}")
    for note in course["notes"]:
        output.write(f"  - {note}")
