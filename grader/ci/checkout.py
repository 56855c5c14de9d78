"""Grade the submissions of a checkout, with the checks that lie in it or with those of a bundle."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from grader.authoring.bundle import open_bundle
from grader.course import find_course, load_course
from grader.course.edition import require_same
from grader.course.solution import pristine_fingerprints
from grader.errors import UsageError
from grader.grading import OnCheck, Target, grade
from grader.model.assignment import Assignment, Course
from grader.model.report import Report
from grader.submission.reader import choose_edited_file

__all__ = ["grade_checkout"]


def grade_checkout(
    folder: Path,
    names: Sequence[str],
    *,
    bundle: Path | None = None,
    root: Path | None = None,
    on_check: OnCheck = lambda _assignment, _total: None,
) -> Report:
    """Grade the submissions of a checkout, confined at least as far as the course asks.

    Args:
        folder: The folder of the course in the checkout; without a bundle, or one below it.
        names: Names of assignments; none means every assignment of the course.
        bundle: Where suites, recordings and manifest come from; submissions alone are then read from the
            checkout. None for the course as it lies there, which whoever can push can change.
        root: Where the names of files in the report begin; the checkout if None.
        on_check: Told assignment and number of checks whenever a check is decided.

    Raises:
        UsageError: The bundle is for another edition, or isolation is too low here.
        CourseFault: The course or the bundle is not valid.
    """
    with ExitStack() as stack:
        if bundle is None:
            course = load_course(find_course(folder))
            checkout = course.root
        else:
            course = load_course(stack.enter_context(open_bundle(bundle)))
            # A course above is not looked for: it would be the instructor's, around a checkout without one.
            checkout = folder.resolve()
            require_same(checkout, course.root)
        targets = [_target(course, one, checkout, root or checkout) for one in course.select(names)]
        return grade(course, targets, isolation=course.isolation, on_check=on_check)


def _target(course: Course, assignment: Assignment, checkout: Path, root: Path) -> Target:
    stub = checkout / assignment.files.stub.relative_to(course.root)
    name = Path(os.path.relpath(stub, root)).as_posix()
    try:
        return _found(assignment, stub, checkout, root)
    except UsageError as error:
        # One assignment's file never decides over another's, nor over what is left for the platform.
        return Target(assignment=assignment, path=stub, name=name, problem=error)


def _found(assignment: Assignment, stub: Path, checkout: Path, root: Path) -> Target:
    pristine = pristine_fingerprints(assignment)
    path = choose_edited_file([stub, stub.with_suffix(assignment.notebook.suffix)], pristine=pristine)
    name = Path(os.path.relpath(path, root)).as_posix()
    # A link may lead to a solution that lies beside the checkout.
    if not path.resolve().is_relative_to(checkout.resolve()):
        raise UsageError(f"{name} is a link that leads out of the checkout.", "Commit the file itself.")
    return Target(assignment=assignment, path=path, name=name, pristine=pristine)
