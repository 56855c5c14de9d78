"""One round of grading, as every command that grades does it."""

import os
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course import Course
    from grader.grading import Target
    from grader.scoring import Report
    from grader.suite.run import Runner

__all__ = ["grade_once", "in_ci"]


def grade_once(
    course: "Course", targets: "Sequence[Target]", runner: "Runner", *, seed: int | None = None
) -> "Report":
    """Grade with a runner that is ready, show how far it is, and remember what failed.

    In CI, isolation below what the course asks for is refused, and nothing is remembered.
    """
    from grader.cli.screen import Progress
    from grader.course import Isolation
    from grader.grading import grade
    from grader.grading.last_run import remember

    lowest = course.isolation if in_ci() else Isolation.L1
    with closing(Progress()) as progress:
        report = grade(course, targets, seed=seed, isolation=lowest, runner=runner, on_check=progress)
    if not in_ci():
        remember(course, targets, report)
    return report


def in_ci() -> bool:
    """Whether this is a machine that grades what others push, by the variable all CI services set."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")
