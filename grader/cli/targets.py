"""From what was typed to what is graded."""

import os
from pathlib import Path

from grader.course import Assignment, Course, find_course, load_course
from grader.errors import UsageError
from grader.grading import Target
from grader.publish.pristine import pristine_fingerprints
from grader.submission.submitted import choose

__all__ = ["resolve"]


def resolve(typed: tuple[str, ...], submission: str | None) -> tuple[Course, list[Target]]:
    """Find the course and what to grade of it.

    Args:
        typed: Names of assignments, or paths of submissions; none means every assignment.
        submission: Path of the submission for the one assignment that was named; None for the stubs.

    Raises:
        UsageError: A name or path is unknown, or the combination makes no sense.
        CourseFault: The course is not valid.
    """
    course = load_course(_course_folder(typed))
    if submission is not None:
        if len(typed) != 1:
            raise UsageError(
                "--submission needs the one assignment it is graded for.",
                f"Say for instance: grade {course.assignments[0].name} --submission {submission}",
            )
        assignment = course.assignment(typed[0])
        return course, [_target(assignment, Path(submission))]
    if not typed:
        return course, [_handed_out(assignment) for assignment in course.assignments]
    targets = [_named(course, one) for one in typed]
    _refuse_twice(targets)
    return course, targets


def _course_folder(typed: tuple[str, ...]) -> Path:
    """Find the course around the current folder, or else around the first path that was named."""
    try:
        return find_course(Path.cwd())
    except UsageError:
        for one in typed:
            if Path(one).exists():
                return find_course(Path(one).resolve().parent)
        raise


def _named(course: Course, typed: str) -> Target:
    path = Path(typed)
    if any(assignment.name == typed for assignment in course.assignments):
        return _handed_out(course.assignment(typed))
    if not path.exists() and not path.suffix and len(path.parts) == 1:
        return _handed_out(course.assignment(typed))  # raises, with the nearest name
    by_module = {assignment.module: assignment for assignment in course.assignments}
    if path.stem in by_module:
        return _target(by_module[path.stem], path)
    if not path.exists():
        raise UsageError(f"There is no file {typed}.", "Check the spelling and the current folder.")
    raise UsageError(
        f"{typed} does not have the name of any assignment's file ({', '.join(by_module)}).",
        f"Say which assignment it is for: grade {course.assignments[0].name} --submission {typed}",
    )


def _handed_out(assignment: Assignment) -> Target:
    pristine = pristine_fingerprints(assignment)
    path = choose([assignment.files.stub, assignment.notebook], pristine=pristine)
    return Target(
        assignment=assignment, path=path, name=Path(os.path.relpath(path)).as_posix(), pristine=pristine
    )


def _target(assignment: Assignment, path: Path) -> Target:
    return Target(
        assignment=assignment, path=path, name=path.as_posix(), pristine=pristine_fingerprints(assignment)
    )


def _refuse_twice(targets: list[Target]) -> None:
    names = [target.assignment.name for target in targets]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(
            f"More than one submission was named for {', '.join(twice)}.", "Grade them one after the other."
        )
