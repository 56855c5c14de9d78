"""Resolve what was typed to what is graded: submissions, parts and checks."""

import os
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from grader.cli.reader import quote_path
from grader.course import find_course, load_course
from grader.course.solution import pristine_fingerprints
from grader.errors import UsageError
from grader.grading import Target
from grader.grading.last_run import failed_last_time
from grader.model.assignment import Assignment, Course
from grader.submission.candidates import original_stem
from grader.submission.reader import choose_edited_file
from grader.suite.jobs import Selection

__all__ = ["resolve", "select"]

_FOR_INSTANCE: Final = "Say for instance: grade {name} --submission {path}"
_SAY_WHICH: Final = "Say which assignment it is for: grade {name} --submission {path}"


def select(course: Course, targets: Sequence[Target], parts: Sequence[str], *, failed: bool) -> list[Target]:
    """Narrow what is graded to some of the checks.

    Args:
        course: The course.
        targets: Everything that was named.
        parts: Names of parts; an assignment that has none of them is left out. Empty for every part.
        failed: Whether to run only what failed when the submission was last graded; one whose last run is
            not remembered runs whole, and one in which nothing failed is left out.

    Raises:
        UsageError: A part is one of no assignment that was named.
    """
    _require_known(targets, parts)
    found = [_of_parts(target, parts) for target in targets if not parts or _own(target, parts)]
    if not failed:
        return found
    return [narrowed for target in found if (narrowed := _of_failed(course, target)) is not None]


def _own(target: Target, parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.name for part in target.assignment.parts_by_checks if part.name in parts)


def _of_parts(target: Target, parts: Sequence[str]) -> Target:
    return replace(target, selection=Selection(parts=_own(target, parts)))


def _of_failed(course: Course, target: Target) -> Target | None:
    before = failed_last_time(course, target)
    if before is None:
        return target
    parts = target.selection.parts or tuple(before)
    checks = tuple(check for part in parts for check in before.get(part, ()))
    return replace(target, selection=replace(target.selection, checks=checks)) if checks else None


def _require_known(targets: Sequence[Target], parts: Sequence[str]) -> None:
    known = list(dict.fromkeys(part.name for target in targets for part in target.assignment.parts_by_checks))
    for part in parts:
        if part not in known:
            nearest = get_close_matches(part.lower(), known, n=1)
            guess = f"Did you mean {nearest[0]}? " if nearest else ""
            raise UsageError(
                f"There is no part named {part!r} in what is graded.", f"{guess}Parts: {', '.join(known)}."
            )


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
                _FOR_INSTANCE.format(name=course.assignments[0].name, path=quote_path(Path(submission))),
            )
        assignment = course.assignment(typed[0])
        return course, [_target(assignment, Path(submission))]
    if not typed:
        return course, [_handed_out_or_problem(assignment) for assignment in course.assignments]
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
    if (stem := original_stem(path.stem)) in by_module:
        return _target(by_module[stem], path)
    if not path.exists():
        raise UsageError(f"There is no file {typed}.", "Check the spelling and the current folder.")
    raise UsageError(
        f"{typed} does not have the name of any assignment's file ({', '.join(by_module)}).",
        _SAY_WHICH.format(name=course.assignments[0].name, path=quote_path(path)),
    )


def _handed_out(assignment: Assignment) -> Target:
    pristine = pristine_fingerprints(assignment)
    path = choose_edited_file([assignment.files.stub, assignment.notebook], pristine=pristine)
    return Target(
        assignment=assignment, path=path, name=Path(os.path.relpath(path)).as_posix(), pristine=pristine
    )


def _handed_out_or_problem(assignment: Assignment) -> Target:
    """Find what is graded of one assignment among others, which its missing file must not stop."""
    try:
        return _handed_out(assignment)
    except UsageError as error:
        return Target(assignment=assignment, path=assignment.files.stub, problem=error)


def _target(assignment: Assignment, path: Path) -> Target:
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
    return Target(
        assignment=assignment, path=path, name=shown.as_posix(), pristine=pristine_fingerprints(assignment)
    )


def _refuse_twice(targets: list[Target]) -> None:
    names = [target.assignment.name for target in targets]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(
            f"More than one submission was named for {', '.join(twice)}.", "Grade them one after the other."
        )
