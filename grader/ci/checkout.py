"""The submissions of a checkout, graded with its own checks or with those of a bundle."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from grader import __version__
from grader.authoring.bundle import open_bundle
from grader.course import find_course, load_course
from grader.course.edition import require_same
from grader.course.solution import pristine_fingerprints
from grader.errors import GraderError, UsageError
from grader.grading import OnCheck, Target, grade
from grader.grading.assessment import unchanged
from grader.model.assignment import Assignment, Course
from grader.model.report import AssignmentReport, Report
from grader.submission.reader import choose_edited_file, is_as_handed_out

__all__ = ["grade_checkout", "not_graded", "without_unchanged"]


def grade_checkout(
    folder: Path,
    names: Sequence[str],
    *,
    bundle: Path | None = None,
    root: Path | None = None,
    run_all: bool = False,
    on_check: OnCheck = lambda _assignment, _total: None,
) -> Report:
    """Grade the submissions of a checkout, confined at least as far as the course asks.

    Args:
        folder: The folder of the course in the checkout; without a bundle, also one below it.
        names: Names of assignments; none means every assignment of the course.
        bundle: The bundle with suites, recordings and manifest, so that only submissions are read from the
            checkout; None for the course in the checkout, which anybody who can push can change.
        root: The folder where the names of files in the report begin; the checkout if None.
        run_all: Whether to run also what is as it was handed out; what is named is always run.
        on_check: Called with the assignment and its number of checks after each check.

    Raises:
        UsageError: The bundle is of another edition, or isolation is too low on this machine.
        CourseFault: The course or the bundle is not valid.
    """
    with ExitStack() as stack:
        if bundle is None:
            course = load_course(find_course(folder))
            checkout = course.root
        else:
            course = load_course(stack.enter_context(open_bundle(bundle)))
            # Do not search above the folder: a course around the checkout would be the instructor's.
            checkout = folder.resolve()
            require_same(checkout, course.root)
        targets = [_make_target(course, one, checkout, root or checkout) for one in course.select(names)]
        idle = [] if names or run_all else [target for target in targets if _is_as_handed_out(target)]
        report = grade(
            course,
            [target for target in targets if target not in idle],
            isolation=course.isolation,
            raise_if_alone=False,
            on_check=on_check,
        )
        found = {one.name: one for one in report.assignments}
        found |= {
            target.assignment.name: unchanged(target.assignment, target.name or "", report.seed)
            for target in idle
        }
        return replace(report, assignments=tuple(found[target.assignment.name] for target in targets))


def without_unchanged(report: Report) -> Report:
    """Leave out what was not run because it is as it was handed out; if that is everything, keep it."""
    ran = tuple(one for one in report.assignments if one.ran or not one.untouched)
    return replace(report, assignments=ran or report.assignments)


def _is_as_handed_out(target: Target) -> bool:
    """Tell whether the file of a target is untouched; what is not known to be is not."""
    if target.problem is not None or not target.path.is_file():
        return False
    return is_as_handed_out(target.path, target.pristine)


def not_graded(error: GraderError) -> Report:
    """Make the report of a run that did not come to grading, so that a platform can show why.

    Args:
        error: Why.
    """
    failed = AssignmentReport(
        name="grade",
        title="Nothing was graded",
        submission="this checkout",
        sha256="",
        parts=(),
        untouched=False,
        hidden_ran=False,
        reveal="name",
        unusable=str(error),
    )
    return Report(
        course="",
        course_version="",
        grader_version=__version__,
        isolation="",
        isolation_asked="",
        seed=0,
        assignments=(failed,),
    )


def _make_target(course: Course, assignment: Assignment, checkout: Path, root: Path) -> Target:
    stub = checkout / assignment.files.stub.relative_to(course.root)
    try:
        return _find_target(assignment, stub, checkout, root)
    except UsageError as error:
        # One assignment's file never decides over another's, nor over what is left for the platform.
        name = Path(os.path.relpath(stub, root)).as_posix()
        return Target(assignment=assignment, path=stub, name=name, problem=error)


def _find_target(assignment: Assignment, stub: Path, checkout: Path, root: Path) -> Target:
    pristine = pristine_fingerprints(assignment)
    path = choose_edited_file([stub, stub.with_suffix(assignment.notebook.suffix)], pristine=pristine)
    name = Path(os.path.relpath(path, root)).as_posix()
    # A link may lead to a solution beside the checkout.
    if not path.resolve().is_relative_to(checkout.resolve()):
        raise UsageError(f"{name} is a link that leads out of the checkout.", "Commit the file itself.")
    return Target(assignment=assignment, path=path, name=name, pristine=pristine)
