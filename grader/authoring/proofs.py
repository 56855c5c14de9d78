"""The proofs of a release before anybody gets it; each reports everything that contradicts it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from grader.authoring.examination.course_examination import examine_given
from grader.authoring.examination.problems import raise_all
from grader.authoring.examination.suite_examination import examine_functions
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
from grader.suite.runner import Runner

__all__ = ["prove_functions", "prove_installation", "prove_secrecy", "prove_solutions", "prove_stubs"]

_MOST_SHOWN: Final = 20
_TIMEOUT: Final = 600  # seconds
# Variables that would expose another installation, or change what `grade` requires.
_REMOVED_VARIABLES: Final = ("PYTHON", "VIRTUAL_ENV", "PIP_", "CI", "PYTEST_")
_PRINT_SITE_PACKAGES: Final = "import sysconfig; print(sysconfig.get_path('purelib'))"


def prove_secrecy(course: Course, files: Mapping[str, bytes]) -> None:
    """Prove that no file holds what students must not get.

    Args:
        course: The course that the release is made from.
        files: Content by path.

    Raises:
        CourseFault: A file gives something away.
    """
    _require_none(
        "The release gives away what stays with the instructor",
        find_leaks(files, gather_secrets(course)),
        "Remove it from the text that holds it, or begin the solution region earlier.",
    )


def prove_stubs(release: Path) -> None:
    """Prove that every stub and every notebook runs, is recognised as untouched, and scores 0.

    Args:
        release: The folder of the release.

    Raises:
        CourseFault: A stub or a notebook does not.
    """
    course = load_course(release)
    found: list[str] = []
    for suffix in (".py", ".ipynb"):
        targets = [
            Target(assignment=one, path=path, name=path.name, pristine=pristine_fingerprints(one))
            for one in course.assignments
            for path in [one.files.stub.with_suffix(suffix)]
        ]
        for report in grade(course, targets).assignments:
            found += _contradictions_of_stub(report)
    _require_none(
        "A stub is not as students should find it", found, "Correct the solved file it is made from."
    )


def prove_solutions(course: Course, release: Path) -> None:
    """Prove that every solution scores full marks on the suites of the release and of the course.

    Args:
        course: The course that the release is made from.
        release: The folder of the release.

    Raises:
        CourseFault: A solution does not.
    """
    found: list[str] = []
    for where, one in (("the release", load_course(release)), ("the course", course)):
        targets = [
            Target(assignment=assignment, path=solved.files.solution, name=solved.files.solution.name)
            for assignment, solved in zip(one.assignments, course.assignments, strict=True)
            if solved.files.solution is not None
        ]
        for report in grade(one, targets).assignments:
            found += [f"in {where}, {text}" for text in _contradictions_of_solution(report)]
    _require_none("A solution does not score full marks", found, "Correct the solution or the check.")


def prove_functions(course: Course) -> None:
    """Prove that students find no function solved that a check calls, unless the manifest lists it as given.

    Args:
        course: The course that the release is made from; its suites are in order.

    Raises:
        CourseFault: Such functions are solved, whole or in part, or the manifest lists what does not exist.
    """
    found = [problem for one in course.assignments for problem in examine_given(course, one)]
    with Runner() as runner:
        for assignment in course.assignments:
            found += examine_functions(runner, course, assignment)
    raise_all("Students would get functions solved that they are to write", found, "Nothing was written.")


def prove_installation(release: Path) -> None:
    """Prove that the release installs in a new environment, and grades its stubs there.

    Args:
        release: The folder of the release; `grade` may leave files of its own in it.

    Raises:
        CourseFault: It does not.
    """
    with _new_environment() as python:
        wheels = [str(path) for path in (release / "wheels").glob("*.whl")]
        pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
        _run([*pip, "install", "--quiet", "--no-index", "--no-deps", *wheels], release)
        packages = [one for assignment in load_course(release).assignments for one in assignment.packages]
        _copy_dependencies(Path(_run([str(python), "-c", _PRINT_SITE_PACKAGES], release).strip()), packages)
        _run([*pip, "check"], release)
        reports = json.loads(_run([str(python), "-m", "grader", "--json"], release))["assignments"]
    found = [f"{one['name']}: {one['fault']}" for one in reports if one["fault"]]
    found += [f"{one['name']}: the stub is not recognised as one" for one in reports if not one["untouched"]]
    _require_none("The release does not grade in a new environment", found, "Grade in it to see the cause.")


def _contradictions_of_stub(report: AssignmentReport) -> Iterator[str]:
    if problem := report.unusable or report.fault:
        yield f"{report.submission}: {problem}"
    elif not report.untouched:
        yield f"{report.submission}: its fingerprint is not the recorded one"
        # Why it loads otherwise than it was written; of a stub that is as it was, nothing needs to be said.
        yield from (f"{report.submission}: it does not import as a whole: {one}" for one in report.notices)
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


def _require_none(claim: str, contradictions: list[str], advice: str) -> None:
    """Raise one error for all contradictions of a proof."""
    contradictions = list(dict.fromkeys(contradictions))
    if contradictions:
        shown = [f"- {text}" for text in contradictions[:_MOST_SHOWN]]
        more = len(contradictions) - len(shown)
        rest = [f"- and {more} more"] if more else []
        raise CourseFault("\n".join([f"{claim}:", *shown, *rest]), f"{advice} Nothing was written.")


@contextmanager
def _new_environment() -> Iterator[Path]:
    """Make a temporary environment with nothing but pip, and yield its interpreter."""
    with TemporaryDirectory(prefix="grade-clean-") as folder:
        _run([sys.executable, "-m", "venv", folder], Path(folder))
        yield Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _copy_dependencies(target: Path, packages: Iterable[str]) -> None:
    """Copy what the grader and submissions depend on from this environment, and no other package."""
    for one in student_dependencies(packages):
        for path in one.files or ():
            if ".." in path.parts or path.suffix == ".pyc":
                continue  # a script outside, or a file that Python makes again
            copy = target / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(Path(str(path.locate())).read_bytes())


def _run(command: list[str], folder: Path) -> str:
    """Run a command and return what it prints.

    Raises:
        CourseFault: The command fails; the message ends with the last line it printed.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_REMOVED_VARIABLES)}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**kept, "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_TIMEOUT,
        check=False,
    )
    if done.returncode:
        last_line = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
        shown = " ".join(command[1:4])
        raise CourseFault(
            f"In a new environment, `python {shown} ...` ended with status {done.returncode}: {last_line}",
            "A student would meet the same. docs/publish.md describes this proof.",
        )
    return done.stdout
