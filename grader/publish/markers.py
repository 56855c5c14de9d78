"""Find the solution regions of a solved file, and everything that is wrong with its markers."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from grader.errors import CourseFault
from grader.submission.solved import place_in_solved

__all__ = ["Region", "find_regions", "parse", "refuse"]

_MARKER: Final = re.compile(r"#+\s*(?:(END)|BEGIN)\s+SOLUTION(?(1)|(\s+NO\s+PROMPT)?)\s*", re.IGNORECASE)
# What was surely meant as a marker. Passing over it would hand the solution to the students.
_NEARLY: Final = re.compile(
    r"\b(?:BEGIN|END)[\s_-]*SOLUTIONS?\b|^#+\s*SOLUTION(?:\s+NO\s+PROMPT)?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The lines from a BEGIN marker to its END marker, both included.

    Attributes:
        begin: Line of the BEGIN marker; 1 is the first line of the file.
        end: Line of the END marker.
        indent: The white space before the BEGIN marker.
        prompt: Whether `raise NotImplementedError` takes the region's place; if not, nothing does.
    """

    begin: int
    end: int
    indent: str
    prompt: bool


def refuse(name: str, problems: Iterable[tuple[int, str]]) -> None:
    """Raise one error for all problems of a file, if there are any.

    Args:
        name: The file, as messages name it.
        problems: Pairs of a line and what is wrong there.

    Raises:
        CourseFault: If there is a problem; the message has a line for each, in the order of the file.
    """
    lines = [f"{place_in_solved(name, line)}: {problem}" for line, problem in sorted(problems)]
    if lines:
        raise CourseFault("\n".join(lines), "Correct these lines of the solved file, then publish again.")


def parse(source: str, name: str) -> ast.Module:
    """Parse a solved file.

    Args:
        source: Its text.
        name: The file, as messages name it.

    Returns:
        Its syntax tree.

    Raises:
        CourseFault: If it is not valid Python.
    """
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise CourseFault(
            f"{place_in_solved(name, line)}: this is not valid Python: {error}",
            "Correct the solved file, then publish again.",
        ) from error


def find_regions(source: str, name: str) -> list[Region]:
    """Find the solution regions of a solved file.

    A marker is a comment on a line of its own: `# BEGIN SOLUTION` or `# END SOLUTION`, with any number of
    `#` and in any case, as nbgrader's and otter's authors write them. After `# BEGIN SOLUTION NO PROMPT`
    the region leaves nothing behind.

    Args:
        source: The text of the solved file, valid Python.
        name: The file, as messages name it.

    Returns:
        Its regions, in the order of the file.

    Raises:
        CourseFault: If a marker is nested, unbalanced, stray or misspelt; all of them are reported.
    """
    regions: list[Region] = []
    problems: list[tuple[int, str]] = []
    opened: Region | None = None
    for marker in _read_markers(source, problems):
        if marker.end and opened is None:
            problems.append((marker.end, "END SOLUTION without a BEGIN SOLUTION before it."))
        elif opened is None:
            opened = marker
        elif marker.end:
            regions.append(
                Region(begin=opened.begin, end=marker.end, indent=opened.indent, prompt=opened.prompt)
            )
            opened = None
        else:
            problems.append(
                (marker.begin, f"BEGIN SOLUTION inside the solution that begins at line {opened.begin}.")
            )
    if opened is not None:
        problems.append((opened.begin, "BEGIN SOLUTION without an END SOLUTION after it."))
    refuse(name, problems)
    return regions


def _read_markers(source: str, problems: list[tuple[int, str]]) -> Iterator[Region]:
    """Yield every marker as half a region, with `begin` or `end` 0; add the misspelt ones to `problems`."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or not _NEARLY.search(token.string):
            continue
        line, column = token.start
        marker = _MARKER.fullmatch(token.string)
        before = token.line[:column]
        if marker is None:
            problems.append((line, f"{token.string!r} is no marker: write BEGIN SOLUTION or END SOLUTION."))
        elif before.strip():
            problems.append((line, f"{token.string!r} must stand on a line of its own."))
        elif marker[1]:
            yield Region(begin=0, end=line, indent=before, prompt=False)
        else:
            yield Region(begin=line, end=0, indent=before, prompt=marker[2] is None)
