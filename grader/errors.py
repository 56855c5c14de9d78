"""The errors of the grader, as one tree.

GraderError               every error this package raises on purpose
├── UsageError            the command cannot be carried out as given: exit status 2
│   └── InsufficientIsolation  this machine cannot confine workers as far as the course asks
├── UnusableSubmission    the submission cannot be run: graded, with 0 points and this reason
└── CourseFault           the course, its suites or its recordings are broken: exit status 3
    ├── ManifestFault     the manifest cannot be used, for all the reasons listed in it
    └── CatalogueFault    a catalogue of misconceptions cannot be used, for all the reasons listed in it

A mistake in a student's code is no error of this tree: it is data in the report.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

__all__ = [
    "CatalogueFault",
    "CatalogueProblem",
    "CourseFault",
    "GraderError",
    "InsufficientIsolation",
    "ManifestFault",
    "ManifestProblem",
    "UnusableSubmission",
    "UsageError",
    "describe_bug",
    "not_installed",
]

_PACKAGE: Final = Path(__file__).parent


class GraderError(Exception):
    """An error whose reader can do something about it.

    Args:
        message: What failed, where, and what was expected.
        advice: What to do about it, as a sentence; empty if the message suffices.
    """

    exit_status: ClassVar[int] = 3

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message}\n{self.advice}" if self.advice else self.message


class UsageError(GraderError):
    """The command cannot be carried out as given: no such file, an unknown name, two candidates."""

    exit_status = 2


class InsufficientIsolation(UsageError):
    """This machine cannot confine workers as far as the course asks."""


class UnusableSubmission(GraderError):
    """The submission cannot be run at all: empty, binary, too large, not valid Python."""

    exit_status = 0


class CourseFault(GraderError):
    """The course is broken: an invalid manifest, a missing recording, a suite that fails by itself."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ManifestProblem:
    """One problem of a manifest; problems sort in the order of the file.

    Attributes:
        line: Line in the file; 1 is the first.
        column: Column in the line, in characters; 1 is the first.
        message: What is wrong, and what was expected.
        file: Name of the file.
    """

    line: int
    column: int
    message: str
    file: str = "assignments.yaml"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class ManifestFault(CourseFault):
    """The manifest cannot be used.

    Args:
        path: The manifest.
        problems: What is wrong with it; at least one.

    Attributes:
        problems: The same, in the order of the file and without duplicates.
    """

    def __init__(self, path: Path, problems: Iterable[ManifestProblem]) -> None:
        self.path = path
        self.problems = tuple(sorted(set(problems)))
        places = "this place" if len(self.problems) == 1 else f"these {len(self.problems)} places"
        super().__init__(
            "\n".join(map(str, self.problems)),
            f"Correct {path} at {places}, then try again.",
        )

    def __reduce__(self) -> tuple[type["ManifestFault"], tuple[Path, tuple[ManifestProblem, ...]]]:
        # Pickle would rebuild an exception from its message alone, and fail in the receiving process.
        return type(self), (self.path, self.problems)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class CatalogueProblem:
    """One problem of a catalogue; problems sort in the order of the files.

    Attributes:
        path: The file.
        line: Line in the file; 1 is the first, and 0 stands for the file as a whole.
        message: What is wrong, and what was expected.
        advice: What to do.
    """

    path: Path
    line: int
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class CatalogueFault(CourseFault):
    """A catalogue of misconceptions cannot be used.

    Args:
        problems: What is wrong with it; at least one.

    Attributes:
        problems: The same, in the order of the files and without duplicates.
    """

    def __init__(self, problems: Iterable[CatalogueProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(
            "\n".join(map(str, self.problems)),
            "\n".join(dict.fromkeys(problem.advice for problem in self.problems)),
        )

    def __reduce__(self) -> tuple[type["CatalogueFault"], tuple[tuple[CatalogueProblem, ...]]]:
        # Pickle would rebuild an exception from its message alone, and fail in the receiving process.
        return type(self), (self.problems,)


def not_installed(doing: str, library: str) -> UsageError:
    """Make the error for a missing library that only instructors need.

    Args:
        doing: What needs it, such as `Making notebooks`.
        library: Its name.
    """
    return UsageError(
        f"{doing} needs {library}, which is not installed.",
        "Install it with: pip install 'backprop-grader[author]'",
    )


def describe_bug(error: Exception) -> str:
    """Describe an exception that the grader did not raise on purpose: a bug, and where it arose.

    Args:
        error: The exception, with its traceback.
    """
    import traceback  # noqa: PLC0415  # hardly any run needs it

    frames = traceback.extract_tb(error.__traceback__)
    # The last line of the grader caused the exception, even if a library raised it.
    own_frames = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)] or frames
    place = f"{own_frames[-1].filename}:{own_frames[-1].lineno}" if own_frames else "an unknown place"
    return (
        f"a fault of the grader itself at {place}: {type(error).__name__}: {error}\n"
        "No points were lost by it. Please report it with this line and what you ran."
    )
