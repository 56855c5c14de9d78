"""What an examination finds, with its place and its remedy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from grader.errors import CourseFault

__all__ = ["Problem", "ProblemKind", "raise_all", "relative_name"]

_MOST_SHOWN: Final = 20


class ProblemKind(StrEnum):
    """The rule of a sound course that a problem breaks."""

    MANIFEST = "manifest"
    SUITE = "suite"
    PART_WITHOUT_CHECKS = "part-without-checks"
    CHECK_WITHOUT_PART = "check-without-part"
    CHECK_CRASHES = "check-crashes"
    CHECK_CANNOT_FAIL = "check-cannot-fail"
    SOLUTION_FAILS = "solution-fails"
    STUB_EARNS = "stub-earns-points"
    PARTLY_SOLVED = "function-partly-solved"
    UNMARKED = "function-without-region"
    GIVEN = "given"
    PACKAGE = "package"
    MISCONCEPTION = "misconception"
    RECORDING = "recording"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a course.

    Attributes:
        kind: The rule it breaks.
        assignment: Name of the assignment; empty for a problem of the course.
        file: The file to look at, seen from the course folder, with `/` between folders.
        line: The line to look at; 0 for the file as a whole.
        message: What is wrong.
        advice: What to do.
    """

    kind: ProblemKind
    assignment: str
    file: str
    line: int
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


def raise_all(claim: str, problems: Sequence[Problem], ending: str) -> None:
    """Raise one error for all problems, if there are any.

    Args:
        claim: What does not hold, as the beginning of the message.
        problems: The problems.
        ending: What is said after the advice of the problems.

    Raises:
        CourseFault: There is a problem.
    """
    if not problems:
        return
    shown = [f"- {problem}" for problem in problems[:_MOST_SHOWN]]
    more = [f"- and {len(problems) - len(shown)} more"] if len(problems) > len(shown) else []
    advice = dict.fromkeys(problem.advice for problem in problems[:_MOST_SHOWN])
    raise CourseFault("\n".join([f"{claim}:", *shown, *more]), "\n".join([*advice, ending]))


def relative_name(path: Path, root: Path) -> str:
    """Name a file as seen from the course folder."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
