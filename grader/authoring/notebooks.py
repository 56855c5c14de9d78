"""Make the notebook that students may fill in instead of the stub, with the handout around the code."""

import ast
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import nbformat

from grader.files import read_course_text
from grader.model.assignment import Assignment

__all__ = ["Piece", "cut_handout", "cut_source", "judging_parts", "make_notebook"]

_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FENCE: Final = re.compile(r" {0,3}(?:```|~~~)")
_NO_SLUG: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a source file.

    Attributes:
        name: The function or class that it defines; empty for imports, constants and the like.
        text: Its lines, without blank ones around them.
    """

    name: str
    text: str


def cut_source(source: str) -> list[Piece]:
    """Cut a source file into its functions, its classes, and what stands between them.

    A comment belongs to what comes after it. Every line is in one piece, in the order of the file, blank
    lines between pieces excepted: the pieces together are the same code.

    Args:
        source: The text, valid Python.

    Returns:
        The pieces, in the order of the file.
    """
    lines = io.StringIO(source).readlines()
    pieces: list[Piece] = []
    begin, name = 0, ""
    body = ast.parse(source).body
    for before, node in zip([None, *body], body, strict=False):
        end = (before.end_lineno or 0) if before is not None else 0
        named = node.name if isinstance(node, _DEFINITIONS) else ""
        # Two statements on one line cannot be parted, and what is no definition joins what is none either.
        if before is not None and _first_line(node) > end and (named or name):
            pieces.append(_piece(name, lines[begin:end]))
            begin = end
            name = named
        elif before is None:
            name = named
    return [piece for piece in (*pieces, _piece(name, lines[begin:])) if piece.text]


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, _DEFINITIONS) else []
    return min([node.lineno, *(one.lineno for one in decorators)])


def _piece(name: str, lines: Sequence[str]) -> Piece:
    return Piece(name=name, text="".join(lines).strip("\n"))


def cut_handout(text: str, parts: Iterable[str]) -> dict[str, str]:
    """Cut a handout before each heading of the second level that is the name of a part.

    Args:
        text: The handout, Markdown.
        parts: Names of the parts, such as `backward` for the heading `## Backward`.

    Returns:
        The pieces by part, in the order of the handout; what comes before the first has the empty name.
    """
    names = set(parts)
    pieces: dict[str, list[str]] = {"": []}
    current, fenced = "", False
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        heading = _slug(line) if line.startswith("## ") and not fenced else ""
        if heading in names and heading not in pieces:
            current = heading
            pieces[current] = []
        pieces[current].append(line)
    return {part: "\n".join(lines).strip("\n") for part, lines in pieces.items()}


def _slug(heading: str) -> str:
    return _NO_SLUG.sub("-", heading.lower()).strip("-")


_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_Definitions = Mapping[str, ast.stmt]


def judging_parts(assignment: Assignment, names: Collection[str]) -> dict[str, str]:
    """Find the part that judges each function or class.

    Args:
        assignment: The assignment; only its visible suite is read.
        names: Names of functions and classes of the stub.

    Returns:
        The name of the part by that of the function: the part with most checks of it. A function that no
        check takes from the submission is left out.

    Raises:
        CourseFault: If a file of the suite cannot be read.
    """
    parts = {part.name for part in assignment.parts}
    checks: dict[str, Counter[str]] = {name: Counter() for name in names}
    shared = _definitions(_texts(assignment, "conftest.py"))
    for text in _texts(assignment, "test_*.py"):
        known = {**shared, **_definitions([text])}
        for check in known.values():
            part = _part(check)
            if part in parts:
                for name in _taken(check, known) & checks.keys():
                    checks[name][part] += 1
    return {name: count.most_common(1)[0][0] for name, count in checks.items() if count}


def _texts(assignment: Assignment, pattern: str) -> list[str]:
    """Read the files of a name beside and in the visible suite."""
    folders = (assignment.files.suite, assignment.visible)
    return [read_course_text(path, "suite") for folder in folders for path in sorted(folder.glob(pattern))]


def _definitions(texts: list[str]) -> dict[str, ast.stmt]:
    """Give the functions and classes at the top of some files, by name; a file that is no Python has none."""
    found: dict[str, ast.stmt] = {}
    for text in texts:
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError):
            continue  # whoever runs the suite is told
        found |= {node.name: node for node in body if isinstance(node, (*_FUNCTIONS, ast.ClassDef))}
    return found


def _part(check: ast.stmt) -> str:
    """Give the part that a check's marker names; empty for what is no check."""
    for mark in check.decorator_list if isinstance(check, _FUNCTIONS) else ():
        match mark:
            case ast.Call(func=ast.Attribute(attr="part"), args=[ast.Constant(value=str(name)), *_]):
                return name
    return ""


def _taken(check: ast.stmt, known: _Definitions) -> set[str]:
    """Give the names that a check takes from the submission, in whatever it uses as well."""
    taken: set[str] = set()
    waiting, seen = [check], set[str]()
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("submission"):
                taken.add(node.attr)
            for name in _names(node):
                if name in known and name not in seen:
                    seen.add(name)
                    waiting.append(known[name])
    return taken


def _names(node: ast.AST) -> Iterator[str]:
    """Give the name that a node uses; a parameter of that name is a fixture."""
    match node:
        case ast.Name(id=name) | ast.arg(arg=name):
            yield name


_Cell = tuple[str, str, str]
_METADATA: Final = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_NOT_IN_AN_ID: Final = re.compile(r"[^a-zA-Z0-9_-]+")
_LONGEST_ID: Final = 48
_START: Final = (
    "Run the cells from the top. Write each function where it says `raise NotImplementedError`, and run its "
    "cell again. `%grade PART` sends the cells that you have run to the same checks as `grade` in a terminal "
    "and shows one part; `%grade` shows them all."
)


def make_notebook(assignment: Assignment, source: str, handout: str | None) -> str:
    """Make a notebook of a stub: a cell per function and class, one that checks each part, text between them.

    Its code is the stub's, line for line, so that both have the same fingerprint.

    Args:
        assignment: The assignment; its visible suite says which part judges which function.
        source: The text of the stub, or of a solved file.
        handout: The rendered handout; None where there is none.

    Returns:
        The notebook as JSON of format 4.5, without outputs. The same arguments give the same text.

    Raises:
        CourseFault: If the visible suite cannot be read.
    """
    ids: dict[str, int] = {}
    cells = []
    for kind, name, text in _cells(assignment, cut_source(source), handout):
        new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        cells.append(new(text, id=_id(name, ids)))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=_METADATA)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return f"{nbformat.writes(notebook)}\n"


def _id(name: str, taken: dict[str, int]) -> str:
    """Derive an id from what a cell is called; a second cell of that name gets a number."""
    base = _NOT_IN_AN_ID.sub("-", name).strip("-")[:_LONGEST_ID] or "cell"
    taken[base] = taken.get(base, 0) + 1
    return base if taken[base] == 1 else f"{base}--{taken[base]}"


def _cells(assignment: Assignment, pieces: list[Piece], handout: str | None) -> Iterator[_Cell]:
    """Give kind, name and text of each cell: of a part first its text, then its functions, then its check."""
    titles = {part.name: part.title for part in assignment.parts}
    texts = cut_handout(handout, titles) if handout is not None else {"": f"# {assignment.title}"}
    yield "markdown", "introduction", texts[""]
    yield "markdown", "how-to-grade", _START
    yield "code", "load-grader", "%load_ext grader"
    parts = _parts(assignment, pieces)
    begun: set[str] = set()
    for index, (piece, part) in enumerate(zip(pieces, parts, strict=True)):
        if part and part not in begun:
            begun.add(part)
            yield "markdown", f"about-{part}", texts.get(part, f"## {titles[part]}")
        yield "code", piece.name or "set-up", piece.text
        if part and part not in parts[index + 1 :]:
            yield "code", f"grade-{part}", f"%grade {part}"
    for part in [part for part in titles if part not in begun]:
        yield "markdown", f"about-{part}", texts.get(part, f"## {titles[part]}")
        yield "code", f"grade-{part}", f"%grade {part}"
    yield "code", "grade-everything", "%grade"


def _parts(assignment: Assignment, pieces: list[Piece]) -> list[str]:
    """Give the part of each piece; a piece that no check judges goes with the next that one does."""
    judged = judging_parts(assignment, [piece.name for piece in pieces if piece.name])
    parts = [judged.get(piece.name, "") for piece in pieces]
    following = next((part for part in reversed(parts) if part), "")
    for index in reversed(range(len(parts))):
        following = parts[index] or following
        # What stands before the first function sets up all of them.
        parts[index] = following if any(piece.name for piece in pieces[: index + 1]) else ""
    return parts
