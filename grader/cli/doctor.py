"""`grade doctor`: whether this machine and this course are fit for grading."""

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from grader.course import Course

__all__ = ["doctor"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def doctor(*, as_json: bool) -> int:
    """Check versions, isolation, the course and its recordings.

    Exits with status 3 if the course or a recording is at fault.
    """
    findings: dict[str, Any] = {"versions": _versions(), "isolation": _isolation(), "course": _course()}
    if as_json:
        click.echo(json.dumps(findings, indent=2))
    else:
        _print(findings)
    return 3 if findings["course"]["problems"] else 0


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
    from grader.sandbox.launcher import open_launcher

    with open_launcher() as launcher:
        found = launcher.confinement
    return {
        "level": str(found.level),
        "meaning": found.level.meaning,
        "proven": found.proven,
        "details": list(found.details),
        "refused": [str(refusal) for refusal in found.refused],
    }


def _course() -> dict[str, Any]:
    from pathlib import Path

    from grader.course import find_course, load_course
    from grader.errors import GraderError

    try:
        course = load_course(find_course(Path.cwd()))
    except GraderError as error:
        return {"name": "", "problems": str(error).splitlines()}
    return {"name": course.name, "version": course.version, "problems": _problems(course)}


def _problems(course: "Course") -> list[str]:
    from grader.errors import GraderError
    from grader.oracle.inventory import problems
    from grader.publish.exercises import stale_exercises

    found: list[str] = []
    for assignment in course.assignments:
        for folder in (assignment.visible, assignment.hidden):
            found += [f"{assignment.name}/{folder.name}: {problem}" for problem in problems(folder)]
    try:
        found += [f"{path.name} is not what its solution says" for path in stale_exercises(course)]
    except GraderError as error:
        found += str(error).splitlines()
    return found


def _print(findings: dict[str, Any]) -> None:
    for name, version in findings["versions"].items():
        click.echo(f"{name:10} {version or 'not installed'}")
    isolation = findings["isolation"]
    click.echo(f"{'isolation':10} {isolation['level']}: {isolation['meaning']}")
    if not isolation["proven"]:
        click.echo("  - unproven: no attack has been run on this processor architecture")
    for refusal in isolation["refused"]:
        click.echo(f"  - {refusal}")
    course = findings["course"]
    if course["problems"]:
        click.echo(f"{'course':10} {course['name'] or 'none that can be read'}")
        for problem in course["problems"]:
            click.echo(f"  - {problem}")
    else:
        click.echo(f"{'course':10} {course['name']} {course['version']}: valid, every recording complete")
