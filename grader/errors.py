"""The errors of the grader, as one tree.

GraderError            every error this package raises on purpose
├── UsageError         what was asked for cannot be done as asked: exit status 2
├── UnusableSubmission what was handed in cannot be run: graded, with 0 points and this reason
└── CourseFault        the course, its suites or recordings are at fault: exit status 3

What a student's code does wrong while it runs is not an error of ours: it is data in the report.
"""

from pathlib import Path
from typing import ClassVar


class GraderError(Exception):
    """Something failed that the reader of the message can act on.

    Args:
        message: What failed, where, and what was expected.
        advice: What to do about it, as a sentence; empty where the message says it all.
    """

    exit_status: ClassVar[int] = 3

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message}\n{self.advice}" if self.advice else self.message


class UsageError(GraderError):
    """The command cannot be carried out as it was given: no such file, unknown name, two candidates."""

    exit_status = 2


class UnusableSubmission(GraderError):
    """What was handed in cannot be run at all: empty, binary, too large, not valid Python."""

    exit_status = 0


class CourseFault(GraderError):
    """The course is at fault: a broken manifest, a missing recording, a suite that fails by itself."""


def not_installed(doing: str, library: str) -> UsageError:
    """Make the error for a library that instructors alone need, and that is not there.

    Args:
        doing: What needs it, such as `Making notebooks`.
        library: Its name.
    """
    return UsageError(
        f"{doing} needs {library}, which is not installed.",
        "Install it with: pip install 'backprop-grader[author]'",
    )


def describe_bug(error: Exception) -> str:
    """Say of an error that nobody raised on purpose that it is ours, and where it arose.

    Args:
        error: What was raised, with its traceback.
    """
    # Hardly any run needs it.
    import traceback  # noqa: PLC0415  # see above

    frames = traceback.extract_tb(error.__traceback__)
    # What is raised in a library is brought about by the last of our own lines.
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(Path(__file__).parent)] or frames
    place = f"{ours[-1].filename}:{ours[-1].lineno}" if ours else "an unknown place"
    return (
        f"a fault of the grader itself at {place}: {type(error).__name__}: {error}\n"
        "No points were lost by it. Please report it with this line and what you ran."
    )
