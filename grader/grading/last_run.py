"""What a student's last run found: a small file in the course, which says what failed and how many points.

It is a convenience and no record: where it is missing, damaged or of another version of the course, nothing
is remembered, and where it cannot be written nothing is lost. It lies in `.grade/`, which git ignores.
"""

import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from grader.errors import UsageError
from grader.files import write_text
from grader.grading.grade import Target
from grader.model.assignment import Course
from grader.model.check import Outcome
from grader.model.report import AssignmentReport, PartScore, Report

__all__ = ["failed_last_time", "points_last_time", "remember"]

_FOLDER: Final = ".grade"
_FILE: Final = "last-run.json"
_VERSION: Final = 1
_LARGEST: Final = 1 << 20

_POINTS: Final = re.compile(r"\d{1,9}(/[1-9]\d{0,8})?")
# What is not written yet has not failed: it is told apart, and to run it again says nothing new.
_NO_FAILURES: Final = (Outcome.PASSED, Outcome.NOT_STARTED, Outcome.SKIPPED)

_Failed = dict[str, list[str]]


def failed_last_time(course: Course, target: Target) -> _Failed | None:
    """Look up what failed when a submission was last graded.

    Args:
        course: The course.
        target: The submission.

    Returns:
        The ids of the checks by their parts; None if its last run is not remembered.
    """
    return _remembered(_read(course), course, target)


def points_last_time(course: Course, target: Target) -> dict[str, Fraction]:
    """Look up the points of the parts of a submission that were graded whole in an earlier run.

    Args:
        course: The course.
        target: The submission.

    Returns:
        The points by the names of the parts; empty if no run is remembered.
    """
    everything = _read(course)
    if _remembered(everything, course, target) is None:
        return {}
    return {name: Fraction(points) for name, points in _points(everything, target).items()}


def _points(everything: dict[str, Any], target: Target) -> dict[str, str]:
    """Read the points that are written as such; whoever packed the folder may have put anything there."""
    match everything[target.assignment.name]:
        case {"points": dict(points)}:
            return {
                name: one for name, one in points.items() if isinstance(one, str) and _POINTS.fullmatch(one)
            }
        case _:
            return {}


def remember(course: Course, targets: Sequence[Target], report: Report) -> None:
    """Write down what failed, for the next run.

    Of a run on some of the checks, the parts that it left out stay as they were. Of a submission that could
    not be run, everything does.

    Args:
        course: The course.
        targets: What was graded.
        report: What was found, in the same order.
    """
    everything = _read(course)
    for target, found in zip(targets, report.assignments, strict=True):
        if not found.unusable:
            before = _remembered(everything, course, target)
            points = {} if before is None else _points(everything, target)
            everything[found.name] = {
                "course": course.version,
                "submission": _place(target),
                "failed": _failed(before or {}, found),
                "points": {
                    **points,
                    **{part.name: str(part.points) for part in found.parts if not part.left_out},
                },
            }
    folder = course.root / _FOLDER
    # A course that may only be read can be graded all the same.
    with suppress(OSError, UsageError):
        if not folder.exists():
            write_text(folder / ".gitignore", "*\n")
        text = json.dumps({"version": _VERSION, "assignments": everything}, indent=1)
        write_text(folder / _FILE, f"{text}\n")


def _failed(before: _Failed, found: AssignmentReport) -> _Failed:
    ran = [part for part in found.parts if part.checks or not part.left_out]
    return {**before, **{part.name: _failing(part) for part in ran}}


def _failing(part: PartScore) -> list[str]:
    return [check.id for check in part.checks if check.outcome not in _NO_FAILURES]


def _remembered(everything: dict[str, Any], course: Course, target: Target) -> _Failed | None:
    match everything.get(target.assignment.name):
        case {"course": course.version, "submission": str(place), "failed": dict(failed)}:
            valid = all(
                isinstance(ids, list) and all(isinstance(one, str) for one in ids) for ids in failed.values()
            )
            return failed if valid and place == _place(target) else None
        case _:
            return None


def _read(course: Course) -> dict[str, Any]:
    path = course.root / _FOLDER / _FILE
    try:
        # Whoever packed the folder may have put anything there, such as a pipe that nobody writes to.
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
    # A text that is no JSON, and bytes that are no text, among them.
    except (OSError, ValueError, RecursionError):
        return {}
    match found:
        case {"version": version, "assignments": dict(everything)} if version == _VERSION:
            return everything
        case _:
            return {}


def _place(target: Target) -> str:
    return Path(os.path.realpath(target.path)).as_posix()
