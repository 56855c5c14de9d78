"""Prove a release before anybody gets it. Each proof names everything that contradicts it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from grader.course import Course, load_course
from grader.errors import CourseFault
from grader.grading import Target, grade
from grader.publish.clean_room import grade_in_clean_room
from grader.publish.leaks import find_leaks
from grader.publish.pristine import pristine_fingerprints
from grader.publish.secrets import gather_secrets
from grader.scoring import AssignmentReport, Check, Outcome

__all__ = ["prove_installation", "prove_secrecy", "prove_solutions", "prove_stubs"]

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
