"""From `--part` and `--failed` to the checks that run."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from grader.course import Course
from grader.errors import UsageError
from grader.grading import Target
from grader.grading.last_run import failed_last_time
from grader.suite.job import Selection

__all__ = ["select"]


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
    return tuple(part.name for part in target.assignment.parts if part.name in parts)


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
    known = list(dict.fromkeys(part.name for target in targets for part in target.assignment.parts))
    for part in parts:
        if part not in known:
            nearest = get_close_matches(part.lower(), known, n=1)
            guess = f"Did you mean {nearest[0]}? " if nearest else ""
            raise UsageError(
                f"There is no part named {part!r} in what is graded.", f"{guess}Parts: {', '.join(known)}."
            )
