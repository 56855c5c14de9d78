"""Grade once, as every command that grades does, and map the report to an exit status."""

import os
from collections.abc import Sequence
from contextlib import closing
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.cli import output
from grader.interruption import STATUS
from grader.model.formatting import printable_lines

if TYPE_CHECKING:
    from grader.grading import Target
    from grader.model.assignment import Course
    from grader.model.report import Report
    from grader.suite.runner import Runner

__all__ = ["ExitStatus", "exit_status", "grade_once", "in_ci", "in_debug", "print_debug"]


class ExitStatus(IntEnum):
    """What a command's exit status means; the README lists them."""

    GRADED = 0
    BELOW = 1
    USAGE = 2
    FAULT = 3
    INTERRUPTED = STATUS


def exit_status(report: "Report", fail_under: float | None) -> ExitStatus:
    """Map a report to an exit status.

    Args:
        report: What was found.
        fail_under: Points that each assignment must earn; None for none.
    """
    if any(one.fault for one in report.assignments):
        return ExitStatus.FAULT
    lowest = min((one.points for one in report.assignments), default=Fraction(0))
    return (
        ExitStatus.BELOW
        if fail_under is not None and lowest < Fraction(str(fail_under))
        else ExitStatus.GRADED
    )


def grade_once(
    course: "Course", targets: "Sequence[Target]", runner: "Runner", *, seed: int | None = None
) -> "Report":
    """Grade with a runner that is ready, show how far it is, and remember what failed.

    In CI, isolation below what the course asks for is refused, and nothing is remembered.
    """
    from grader.cli.terminal import Progress
    from grader.grading import grade
    from grader.grading.last_run import remember
    from grader.model.isolation import Isolation

    lowest = course.isolation if in_ci() else Isolation.L1
    with closing(Progress()) as progress:
        report = grade(
            course,
            targets,
            seed=seed,
            isolation=lowest,
            runner=runner,
            on_check=progress,
            on_tried=progress.show_search,
        )
    if not in_ci():
        remember(course, targets, report)
    return report


def in_debug() -> bool:
    """Return whether tracebacks and the runner's standard error are wanted: `--debug` sets the variable."""
    return os.environ.get("GRADE_DEBUG", "").lower() not in ("", "0", "false")


def print_debug(report: "Report") -> None:
    """Print to standard error what went wrong in the grader's own code, if that is asked for."""
    if not in_debug():
        return
    for assignment in report.assignments:
        tracebacks = [f"{fault.message}\n{fault.traceback}" for fault in assignment.faults if fault.traceback]
        written = [assignment.runner_errors] if assignment.runner_errors else []
        for text in (*tracebacks, *assignment.defects, *written):
            output.write(f"--- {assignment.name}\n{printable_lines(text)}", err=True)


def in_ci() -> bool:
    """Whether this is a machine that grades what others push, by the variable all CI services set."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")
