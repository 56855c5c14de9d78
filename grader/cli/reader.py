"""What a report should know of the student at this terminal: the due date, the last run, the next command."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from grader.grading import Target
from grader.grading.last_run import points_last_time
from grader.model.assignment import Course
from grader.reports.context import ReaderContext

__all__ = ["quote_path", "read_contexts"]


def read_contexts(course: Course, targets: Iterable[Target]) -> dict[str, ReaderContext]:
    """Read what concerns the reader before a run, which is remembered in place of the one before it.

    Args:
        course: The course.
        targets: What will be graded.

    Returns:
        The contexts by the names of assignments.
    """
    return {target.assignment.name: _context(course, target) for target in targets}


def _context(course: Course, target: Target) -> ReaderContext:
    assignment = target.assignment
    other = "" if _is_handed_out(target) else f" --submission {quote_path(target.path)}"
    return ReaderContext(
        due=assignment.due,
        overdue=assignment.due < datetime.now(assignment.due.tzinfo),
        points_before=points_last_time(course, target),
        again=f"grade {assignment.name}{other}",
        again_part=f"grade {assignment.name}{other} --part",
        hand_in=_hand_in(target),
    )


def _hand_in(target: Target) -> str:
    """Write the command that packs a submission; a file of a name of its own is packed by no command."""
    if _is_handed_out(target):
        return f"grade submit {target.assignment.name}"
    packable = target.path.stem == target.assignment.module and target.path.suffix != ".zip"
    return f"grade submit {quote_path(target.path)}" if packable else ""


def _is_handed_out(target: Target) -> bool:
    mine = (target.assignment.files.stub, target.assignment.notebook)
    return target.path.resolve() in {path.resolve() for path in mine}


def quote_path(path: Path) -> str:
    """Write a path as a command takes it: from the current folder, in quotes where it needs them."""
    try:
        shown = os.path.relpath(path)
    except ValueError:  # on another drive
        shown = str(path)
    if sys.platform == "win32":
        return subprocess.list2cmdline([shown])
    return shlex.quote(Path(shown).as_posix())
