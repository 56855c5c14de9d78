"""Solved files: their regions between markers, the stub without these, and its fingerprint."""

import ast
import io
import json
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from grader.course.edition import RELEASE_RECORD
from grader.errors import CourseFault, UnusableSubmission
from grader.files import read_course_text
from grader.model.assignment import Assignment
from grader.submission.candidates import source_fingerprint
from grader.submission.line_map import SourceText
from grader.submission.notebook import read_notebook
from grader.submission.source_files import NOTEBOOK

__all__ = [
    "Region",
    "find_regions",
    "locate_in_solved",
    "make_stub",
    "parse_solved",
    "pristine_fingerprints",
    "raise_problems",
    "read_solved",
]

_CELL_SEPARATOR: Final = "\n\n\n"
_MARKER: Final = re.compile(r"#+\s*(?:(END)|BEGIN)\s+SOLUTION(?(1)|(\s+NO\s+PROMPT)?)\s*", re.IGNORECASE)
# A comment that was surely meant as a marker. To skip it would hand the solution to the students.
_NEAR_MARKER: Final = re.compile(
    r"\b(?:BEGIN|END)[\s_-]*SOLUTIONS?\b|^#+\s*SOLUTION(?:\s+NO\s+PROMPT)?\s*$", re.IGNORECASE
)
_OUTSIDE_FUNCTION: Final = (
    "a solution must lie in the body of one function; "
    "elsewhere write BEGIN SOLUTION NO PROMPT, and the stub has nothing in its place."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The lines from a BEGIN marker to its END marker, both included.

    Attributes:
        begin: Line of the BEGIN marker; 1 is the first line of the file.
        end: Line of the END marker.
        indent: The white space before the BEGIN marker.
        prompt: Whether `raise NotImplementedError` replaces the region; otherwise it is removed.
    """

    begin: int
    end: int
    indent: str
    prompt: bool


def read_solved(path: Path) -> str:
    """Read a solved file as Python.

    Args:
        path: A Python file or a notebook; the latter's code cells are joined by two blank lines, without
            notebook commands.

    Raises:
        CourseFault: It cannot be read, or is not a notebook of Python.
    """
    if path.suffix != NOTEBOOK:
        return read_course_text(path, "solved file")
    return _CELL_SEPARATOR.join(text for _, _, text in _cells(path)) + "\n"


def locate_in_solved(name: str, line: int) -> str:
    """Locate a line of the text that `read_solved` returns in the author's own file.

    Args:
        name: The path of the solved file, or the name of the text in messages.
        line: The line, 1 is the first.

    Returns:
        Such as `solutions/mlp.py:7` or `solutions/mlp.ipynb, cell 3, line 2`.
    """
    if not name.endswith(NOTEBOOK):
        return f"{name}:{line}"
    first = 1
    for cell, skipped, text in _cells(Path(name)):
        end = first + text.count("\n")
        if line <= end:
            return f"{name}, cell {cell}, line {max(line - first, 0) + 1 + skipped}"
        first = end + _CELL_SEPARATOR.count("\n")
    return name


def _cells(path: Path) -> list[tuple[int, int, str]]:
    """Return the number, the count of leading blank lines and the text of each code cell with Python."""
    try:
        read: SourceText = read_notebook(path.read_bytes(), str(path), whole=True)
    except (OSError, UnusableSubmission) as error:
        raise CourseFault(
            f"{path}: the solved notebook cannot be read: {error}", "Run all of its cells and save it."
        ) from error
    lines = read.source.split("\n")
    cells = []
    for span in read.lines.cells:
        text = "\n".join(lines[span.first - 1 : span.first - 1 + span.count]).rstrip()
        kept = text.lstrip("\n")
        if kept:
            cells.append((span.cell, len(text) - len(kept), kept))
    return cells


def raise_problems(name: str, problems: Iterable[tuple[int, str]]) -> None:
    """Raise one error for all problems of a solved file, if there are any.

    Args:
        name: The file's name in messages.
        problems: Pairs of a line and what is wrong there.

    Raises:
        CourseFault: If there is a problem; the message has a line for each, in the order of the file.
    """
    lines = [f"{locate_in_solved(name, line)}: {problem}" for line, problem in sorted(problems)]
    if lines:
        raise CourseFault("\n".join(lines), "Correct these lines of the solved file, then publish again.")


def parse_solved(source: str, name: str) -> ast.Module:
    """Parse a solved file.

    Args:
        source: Its text.
        name: The file's name in messages.

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
            f"{locate_in_solved(name, line)}: this is not valid Python: {error}",
            "Correct the solved file, then publish again.",
        ) from error


def find_regions(source: str, name: str) -> list[Region]:
    """Find the solution regions of a solved file.

    A marker is a comment on a line of its own: `# BEGIN SOLUTION` or `# END SOLUTION`, with any number of
    `#` and in any case, as authors write them for nbgrader and otter. A region that begins with
    `# BEGIN SOLUTION NO PROMPT` is removed from the stub.

    Args:
        source: The text of the solved file, valid Python.
        name: The file's name in messages.

    Returns:
        Its regions, in the order of the file.

    Raises:
        CourseFault: If markers are nested, unbalanced, stray or misspelt; all problems are reported.
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
            regions.append(replace(opened, end=marker.end))
            opened = None
        else:
            problems.append(
                (marker.begin, f"BEGIN SOLUTION inside the solution that begins at line {opened.begin}.")
            )
    if opened is not None:
        problems.append((opened.begin, "BEGIN SOLUTION without an END SOLUTION after it."))
    raise_problems(name, problems)
    return regions


def _read_markers(source: str, problems: list[tuple[int, str]]) -> Iterator[Region]:
    """Yield every marker as half a region, with `begin` or `end` 0; add the misspelt ones to `problems`."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or not _NEAR_MARKER.search(token.string):
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


def make_stub(source: str, name: str, chosen: Collection[Region] | None = None) -> str:
    """Replace the solution regions of a solved file, and keep everything outside them.

    A region in a function becomes `raise NotImplementedError`; a region marked NO PROMPT is removed.

    Args:
        source: The text of the solved file.
        name: The file's name in messages.
        chosen: The regions to replace; None for all of them.

    Returns:
        The text of the stub.

    Raises:
        CourseFault: If the file or the stub is not valid Python, markers are nested, unbalanced or stray, or
            `raise NotImplementedError` cannot replace a region. All problems are reported.
    """
    tree = parse_solved(source, name)
    regions = find_regions(source, name)
    # Not splitlines(), for which a form feed ends a line as it does not in Python.
    lines = io.StringIO(source).readlines()
    raise_problems(name, _find_misplaced(regions, tree))
    for region in reversed(regions if chosen is None else [one for one in regions if one in chosen]):
        prompt = [f"{region.indent}raise NotImplementedError\n"] if region.prompt else []
        lines[region.begin - 1 : region.end] = prompt
    stub = "".join(lines)
    parse_solved(stub, f"{name}, without its solutions")
    return stub


def _find_misplaced(regions: list[Region], tree: ast.Module) -> list[tuple[int, str]]:
    """Find the regions that `raise NotImplementedError` cannot replace."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    problems = []
    for region in regions:
        inside = [node for node in statements if region.begin < node.lineno < region.end]
        if not inside:
            problems.append((region.begin, "there is no statement in this solution."))
        elif region.prompt and not _is_within_a_function(region, inside, statements):
            problems.append((region.begin, _OUTSIDE_FUNCTION))
    return problems


def _is_within_a_function(region: Region, inside: list[ast.stmt], statements: list[ast.stmt]) -> bool:
    """Return whether a function begins before the region, indented less, and holds all of its statements."""
    last = max(node.end_lineno or node.lineno for node in inside)
    return any(
        node.lineno < region.begin and last <= (node.end_lineno or 0) and node.col_offset < len(region.indent)
        for node in statements
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def pristine_fingerprints(assignment: Assignment) -> frozenset[str]:
    """Return the fingerprints of the files that were handed out; a stub and its notebook share one.

    Args:
        assignment: The assignment. Without a solution, they are read from the record of the release; without
            a record either, there are none.

    Raises:
        CourseFault: The solution cannot be read or made into a stub, or the record is damaged.
    """
    solution = assignment.files.solution
    if solution is None:
        return _recorded_fingerprints(assignment)
    stub = make_stub(read_solved(solution), str(solution))
    return frozenset({source_fingerprint(stub)})


def _recorded_fingerprints(assignment: Assignment) -> frozenset[str]:
    """Read the fingerprint from the record of the release, in a folder above the stub."""
    records = (folder / RELEASE_RECORD for folder in assignment.files.stub.parents)
    path = next((record for record in records if record.is_file()), None)
    if path is None:
        return frozenset()
    try:
        record: dict[str, Any] = json.loads(read_course_text(path, "record of the release"))
        return frozenset({str(record["pristine"][assignment.name])})
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise CourseFault(
            f"{path} does not say what was handed out for {assignment.name}: {error}",
            "Take the file anew from the release; it is not meant to be edited.",
        ) from error
