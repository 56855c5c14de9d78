"""`grade doctor`: whether this machine and this course are fit for grading."""

import json
from typing import TYPE_CHECKING, Any

import click

from grader.cli import output

if TYPE_CHECKING:
    from grader.errors import CourseFault
    from grader.model.assignment import Course

__all__ = ["doctor"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def doctor(*, as_json: bool) -> int:
    """Check versions, isolation, the course and its recordings.

    Exits with status 2 outside a course, and with 3 if the course or a recording is at fault.
    """
    from grader.errors import UsageError

    machine: dict[str, Any] = {"versions": _versions(), "isolation": _isolation()}
    outside: UsageError | None = None
    try:
        course = _course()
    except UsageError as error:
        # Versions and isolation are worth knowing anywhere, so they are printed all the same.
        outside, course = error, None
    if as_json:
        output.write(json.dumps({**machine, "course": course}, indent=2))
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


def _course() -> dict[str, Any]:
    """Examine the course around the current folder.

    Raises:
        UsageError: There is none.
    """
    from pathlib import Path

    from grader.course import find_course, load_course
    from grader.errors import CourseFault

    root = find_course(Path.cwd())
    try:
        course = load_course(root)
    except CourseFault as fault:
        return {"name": "", "version": "", **_found([fault])}
    return {"name": course.name, "version": course.version, **_examined(course)}


def _examined(course: "Course") -> dict[str, list[str]]:
    from grader.authoring.exercises import find_stale_exercises
    from grader.authoring.recorded_mistakes import find_recording_problems
    from grader.errors import CourseFault, UsageError

    faults = [
        CourseFault(problem, "Run `grade record`.")
        for assignment in course.assignments
        for problem in find_recording_problems(assignment)
    ]
    notes = []
    try:
        stale = find_stale_exercises(course)
    except CourseFault as fault:
        faults.append(fault)
    except UsageError as error:
        # What renders handouts is installed for instructors alone.
        notes.append(f"whether exercises/ is up to date was not checked: {error.message}")
    else:
        faults += [
            CourseFault(f"{path.name} is not what its solution says", "Run `grade publish` to write it anew.")
            for path in stale
        ]
    return {**_found(faults), "notes": notes}


def _found(faults: "list[CourseFault]") -> dict[str, list[str]]:
    """Sort what is at fault from what to do about it."""
    return {
        "problems": [line for fault in faults for line in fault.message.splitlines()],
        "advice": list(dict.fromkeys(line for fault in faults for line in fault.advice.splitlines())),
        "notes": [],
    }


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
    if course["problems"]:
        output.write(f"{'course':10} {course['name'] or 'none that can be read'}")
    else:
        output.write(f"{'course':10} {course['name']} {course['version']}: valid, every recording complete")
    for line in (*course["problems"], *course["notes"]):
        output.write(f"  - {line}")
    for line in course["advice"]:
        output.write(line)
