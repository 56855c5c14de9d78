"""Prove a release before anybody gets it: each proof names everything that contradicts it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from grader.authoring.leaks import find_leaks
from grader.authoring.packaging import student_dependencies
from grader.authoring.secrets import gather_secrets
from grader.course import load_course
from grader.course.solution import pristine_fingerprints
from grader.errors import CourseFault
from grader.grading import Target, grade
from grader.model.assignment import Course
from grader.model.check import Check, Outcome
from grader.model.report import AssignmentReport

__all__ = ["grade_in_clean_room", "prove_installation", "prove_secrecy", "prove_solutions", "prove_stubs"]

_SECONDS: Final = 600
# What would let another installation shine through, or change what `grade` asks for.
_FOREIGN: Final = ("PYTHON", "VIRTUAL_ENV", "PIP_", "CI", "PYTEST_")


def grade_in_clean_room(release: Path) -> dict[str, Any]:
    """Install a release in a new environment and grade its stubs there.

    Args:
        release: The folder of a release; `grade` may leave files of its own in it.

    Returns:
        The report on every stub, as `grade --json` prints it.

    Raises:
        CourseFault: If it cannot be installed, a requirement is not met, or `grade` does not end well.
    """
    with _environment() as python:
        wheels = [str(path) for path in (release / "wheels").glob("*.whl")]
        pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
        _run([*pip, "install", "--quiet", "--no-index", "--no-deps", *wheels], release)
        _copy_dependencies(Path(_run([str(python), "-c", _WHERE], release).strip()))
        _run([*pip, "check"], release)
        report: dict[str, Any] = json.loads(_run([str(python), "-m", "grader", "--json"], release))
    return report


_WHERE: Final = "import sysconfig; print(sysconfig.get_path('purelib'))"


@contextmanager
def _environment() -> Iterator[Path]:
    """Make an environment with nothing but pip, and give its interpreter."""
    with TemporaryDirectory(prefix="grade-clean-") as folder:
        _run([sys.executable, "-m", "venv", folder], Path(folder))
        yield Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _copy_dependencies(target: Path) -> None:
    """Copy what the grader says it needs from this environment; no other package comes along."""
    for one in student_dependencies():
        for path in one.files or ():
            if ".." in path.parts or path.suffix == ".pyc":
                continue  # a script outside, or what Python makes again by itself
            copy = target / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(Path(str(path.locate())).read_bytes())


def _run(command: list[str], folder: Path) -> str:
    """Run a command and give what it prints.

    Raises:
        CourseFault: If it fails; the message has its last words.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**kept, "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
        words = " ".join(command[1:4])
        raise CourseFault(
            f"In a new environment, `python {words} ...` ended with status {done.returncode}: {last}",
            "A student would meet the same. See docs/publish.md for what this proof does.",
        )
    return done.stdout


_MOST: Final = 20


def prove_secrecy(course: Course, files: Mapping[str, bytes]) -> None:
    """Prove that no file holds what students must not get.

    Args:
        course: The course the release is made from.
        files: Content by path.

    Raises:
        CourseFault: If one does.
    """
    _refuse(
        "The release gives away what stays with the instructor",
        find_leaks(files, gather_secrets(course)),
        "Remove it from the text that holds it, or let the solution region begin where it begins.",
    )


def prove_stubs(release: Path) -> None:
    """Prove that every stub and every notebook runs, is known to be untouched, and scores 0.

    Args:
        release: The folder of the release.

    Raises:
        CourseFault: If one does not.
    """
    course = load_course(release)
    found: list[str] = []
    for suffix in (".py", ".ipynb"):
        targets = [
            Target(
                assignment=one,
                path=one.files.stub.with_suffix(suffix),
                name=one.files.stub.with_suffix(suffix).name,
                pristine=pristine_fingerprints(one),
            )
            for one in course.assignments
        ]
        for report in grade(course, targets).assignments:
            found += _contradictions_of_stub(report)
    _refuse("A stub is not as students should find it", found, "Correct the solved file it is made from.")


def prove_solutions(course: Course, release: Path) -> None:
    """Prove that every solution scores full marks, on the suites of the release and on all of the course.

    Args:
        course: The course the release is made from.
        release: The folder of the release.

    Raises:
        CourseFault: If one does not.
    """
    found: list[str] = []
    for where, one in (("the release", load_course(release)), ("the course", course)):
        targets = [
            Target(assignment=mine, path=solved.files.solution, name=solved.files.solution.name)
            for mine, solved in zip(one.assignments, course.assignments, strict=True)
            if solved.files.solution is not None
        ]
        for report in grade(one, targets).assignments:
            found += [f"in {where}, {text}" for text in _contradictions_of_solution(report)]
    _refuse("A solution does not score full marks", found, "Correct the solution or the check.")


def prove_installation(release: Path) -> None:
    """Prove that the release installs where nothing else is, and grades there.

    Args:
        release: The folder of the release; `grade` may leave files of its own in it.

    Raises:
        CourseFault: If it does not.
    """
    reports = grade_in_clean_room(release)["assignments"]
    found = [f"{one['name']}: {one['fault']}" for one in reports if one["fault"]]
    found += [f"{one['name']}: the stub is not known as such" for one in reports if not one["untouched"]]
    _refuse("The release does not grade in a new environment", found, "Grade in it to see what is amiss.")


def _contradictions_of_stub(report: AssignmentReport) -> Iterator[str]:
    if problem := report.unusable or report.fault:
        yield f"{report.submission}: {problem}"
    elif not report.untouched:
        yield f"{report.submission}: its fingerprint is not the recorded one"
    for check in _checks(report):
        if check.outcome is Outcome.PASSED:
            yield f"{report.submission}: {check.id} passes, and the stub earns points"
        elif check.outcome is Outcome.RAISED and not check.calls:
            yield f"{report.submission}: it does not import: {check.exception}: {check.message}"


def _contradictions_of_solution(report: AssignmentReport) -> Iterator[str]:
    if problem := report.unusable or report.fault:
        yield f"{report.submission}: {problem}"
    if not _checks(report):
        yield f"{report.submission}: the suite has no checks"
    for check in _checks(report):
        if check.outcome is not Outcome.PASSED:
            yield f"{report.submission}: {check.id}: {check.outcome.value} {check.message}".rstrip()


def _checks(report: AssignmentReport) -> list[Check]:
    return [check for part in report.parts for check in part.checks]


def _refuse(claim: str, contradictions: list[str], advice: str) -> None:
    """Raise one error for everything that contradicts a proof."""
    contradictions = list(dict.fromkeys(contradictions))
    if contradictions:
        shown = [f"- {text}" for text in contradictions[:_MOST]]
        more = len(contradictions) - len(shown)
        rest = [f"- and {more} more"] if more else []
        raise CourseFault("\n".join([f"{claim}:", *shown, *rest]), f"{advice} Nothing was written.")
