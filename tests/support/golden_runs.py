"""The submissions under tests/golden, each graded once for all tests of a process."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from grader.course import load_course
from grader.grading.grade import Target, grade
from grader.model.assignment import Course
from grader.model.report import Report
from grader.reports.context import ReaderContext
from tests.support.shared_runner import sharing_a_runner

__all__ = [
    "GOLDEN",
    "SEED",
    "cases",
    "contexts",
    "course",
    "graded",
    "reports_of",
    "submission_of",
    "with_reveal",
]

ROOT: Final = Path(__file__).parents[2]
GOLDEN: Final = ROOT / "tests" / "golden"
SEED: Final = 7
_ALWAYS: Final = "report.txt"


@cache
def course() -> Course:
    """Load the course of this repository."""
    return load_course(ROOT)


def cases() -> Sequence[str]:
    """Give the folder of every submission, such as `quadratic-model/certain`."""
    names = [one.name for one in course().assignments]
    return [
        path.relative_to(GOLDEN).as_posix()
        for name in names
        for path in sorted((GOLDEN / name).iterdir())
        if path.is_dir()
    ]


def reports_of(case: str) -> Sequence[str]:
    """Give the names of the expected reports of a case; the student's own is always one."""
    return sorted({_ALWAYS} | {path.name for path in (GOLDEN / case).glob("report*.txt")})


def submission_of(case: str) -> Path:
    """Find the file that is handed in."""
    found = [path for path in (GOLDEN / case).iterdir() if path.suffix in {".py", ".ipynb"}]
    assert len(found) == 1, f"{case} holds {len(found)} submissions, not one"
    return found[0]


@cache
def graded(case: str, of: Course | None = None) -> Report:
    """Grade a case.

    Args:
        case: Its folder.
        of: The course that grades it, such as a release; this one if none is given.
    """
    grading, path = of or course(), submission_of(case)
    target = Target(assignment=grading.assignment(path.parent.parent.name), path=path, name=path.name)
    with sharing_a_runner():
        report = grade(grading, [target], seed=SEED)
    # Neither the level that this machine reaches nor the grader's version is what a golden report is about.
    return replace(report, isolation=report.isolation_asked, grader_version="0")


def contexts(name: str) -> dict[str, ReaderContext]:
    """Give what a report knows of a student who works on an assignment, before it is due."""
    return {
        name: ReaderContext(
            due=course().assignment(name).due,
            again=f"grade {name}",
            again_part=f"grade {name} --part",
            hand_in=f"grade submit {name}",
        )
    }


def with_reveal(report: Report, reveal: str) -> Report:
    """Give the report of a course whose hidden checks show another amount."""
    return replace(report, assignments=tuple(replace(one, reveal=reveal) for one in report.assignments))
