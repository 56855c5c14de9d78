"""What is wrong with a manifest, as records and as an error."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseFault

__all__ = ["ManifestFault", "Problem"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One thing that is wrong with a manifest; problems sort in the order of the file.

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
    """A manifest cannot be used, for all the reasons it lists.

    Args:
        path: The manifest.
        problems: What is wrong with it; at least one.

    Attributes:
        problems: The same, in the order of the file and each only once.
    """

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = tuple(sorted(set(problems)))
        places = "this place" if len(self.problems) == 1 else f"these {len(self.problems)} places"
        super().__init__(
            "\n".join(map(str, self.problems)),
            f"Correct {path} at {places}, then try again.",
        )

    def __reduce__(self) -> tuple[type["ManifestFault"], tuple[Path, tuple[Problem, ...]]]:
        # An exception is otherwise rebuilt from its message alone, and could not leave its process.
        return type(self), (self.path, self.problems)
