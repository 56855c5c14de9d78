"""The notebook of an assignment: a stub cut into cells, with the handout around them and a check per part."""

import ast
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import nbformat

from grader.files import read_course_text
from grader.model.assignment import Assignment

__all__ = ["SourcePiece", "find_judging_parts", "make_notebook", "split_handout", "split_source"]

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINITIONS: Final = (*_FUNCTIONS, ast.ClassDef)
_FENCE: Final = re.compile(r" {0,3}(?:```|~~~)")
_NOT_IN_A_PART_NAME: Final = re.compile(r"[\W_]+")
_NOT_IN_A_CELL_ID: Final = re.compile(r"[^a-zA-Z0-9_-]+")
_LONGEST_ID: Final = 48
_METADATA: Final = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    # JupyterLab exports a notebook that was never run by these too.
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
_INSTRUCTIONS: Final = (
    "Run the cells from the top. Write each function where it says `raise NotImplementedError`, and run its "
    "cell again. `%grade PART` sends the cells that you have run to the same checks as `grade` in a terminal "
    "and shows one part; `%grade` shows them all."
)

_Cell = tuple[str, str, str]
"""Kind, name and text of a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePiece:
    """A piece of a source file.

    Attributes:
        name: The function or class that it defines; empty for imports, constants and the like.
        text: Its lines, without blank lines around them.
    """

    name: str
    text: str


def make_notebook(assignment: Assignment, source: str, handout: str | None) -> str:
    """Make the notebook of a stub: a cell for each function and class, and one that checks each part.

    Its code is that of the stub, line for line, so that both have the same fingerprint.

    Args:
        assignment: The assignment, whose visible suite determines the part of each function.
        source: The text of the stub, or of a solved file.
        handout: The rendered handout; None without one.

    Returns:
        The notebook as JSON of format 4.5, without outputs. The same arguments give the same text.

    Raises:
        CourseFault: The visible suite cannot be read.
    """
    uses: Counter[str] = Counter()
    cells = []
    for kind, name, text in _cells(assignment, split_source(source), handout):
        new_cell = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        cells.append(new_cell(text, id=_unique_id(name, uses)))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=_METADATA)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return f"{nbformat.writes(notebook)}\n"


def _unique_id(name: str, uses: Counter[str]) -> str:
    """Derive a cell's id from its name, with a number from the second cell of that name on."""
    base = _NOT_IN_A_CELL_ID.sub("-", name).strip("-")[:_LONGEST_ID] or "cell"
    uses[base] += 1
    return base if uses[base] == 1 else f"{base}--{uses[base]}"


def _cells(assignment: Assignment, pieces: list[SourcePiece], handout: str | None) -> Iterator[_Cell]:
    """Yield the cells in order; each part has first its text, then its functions, then its check."""
    titles = {part.name: part.title for part in assignment.parts}
    texts = split_handout(handout, titles) if handout is not None else {"": f"# {assignment.title}"}
    yield "markdown", "introduction", texts[""]
    yield "markdown", "how-to-grade", _INSTRUCTIONS
    yield "code", "load-grader", "%load_ext grader"
    parts = _parts_of_pieces(assignment, pieces)
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


def _parts_of_pieces(assignment: Assignment, pieces: list[SourcePiece]) -> list[str]:
    """Return the part of each piece; a piece that no check judges goes with the next one that is judged."""
    judging = find_judging_parts(assignment, [piece.name for piece in pieces if piece.name])
    parts = [judging.get(piece.name, "") for piece in pieces]
    following = next((part for part in reversed(parts) if part), "")
    for index in reversed(range(len(parts))):
        following = parts[index] or following
        # The pieces before the first function are shared by all parts.
        parts[index] = following if any(piece.name for piece in pieces[: index + 1]) else ""
    return parts


def split_source(source: str) -> list[SourcePiece]:
    """Split a source file into its functions, its classes, and the code between them.

    A comment belongs to the code after it. Every line is in one piece, in the order of the file, except for
    blank lines between pieces: the pieces together are the same code.

    Args:
        source: The text, valid Python.
    """
    lines = io.StringIO(source).readlines()
    pieces: list[tuple[str, list[str]]] = []
    begin, name, end_of_last = 0, "", 0
    for index, node in enumerate(ast.parse(source).body):
        node_name = node.name if isinstance(node, _DEFINITIONS) else ""
        # Two statements on one line stay together, and so do neighbours that are no definitions.
        if index and _first_line(node) > end_of_last and (node_name or name):
            pieces.append((name, lines[begin:end_of_last]))
            begin, name = end_of_last, node_name
        elif not index:
            name = node_name
        end_of_last = node.end_lineno or 0
    texts = ((name, "".join(lines).strip("\n")) for name, lines in [*pieces, (name, lines[begin:])])
    return [SourcePiece(name=name, text=text) for name, text in texts if text]


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, _DEFINITIONS) else []
    return min([node.lineno, *(one.lineno for one in decorators)])


def split_handout(text: str, parts: Iterable[str]) -> dict[str, str]:
    """Split a handout before each second-level heading that is the name of a part.

    Args:
        text: The handout, Markdown.
        parts: Names of the parts, such as `backward` for the heading `## Backward`.

    Returns:
        The pieces by part, in the order of the handout; the text before the first has an empty name.
    """
    names = set(parts)
    pieces: dict[str, list[str]] = {"": []}
    current, in_code_block = "", False
    for line in text.split("\n"):
        in_code_block ^= bool(_FENCE.match(line))
        is_heading = line.startswith("## ") and not in_code_block
        heading = _NOT_IN_A_PART_NAME.sub("-", line.lower()).strip("-") if is_heading else ""
        if heading in names and heading not in pieces:
            current = heading
            pieces[current] = []
        pieces[current].append(line)
    return {part: "\n".join(lines).strip("\n") for part, lines in pieces.items()}


def find_judging_parts(assignment: Assignment, names: Collection[str]) -> dict[str, str]:
    """Find the part that judges each function or class.

    Args:
        assignment: The assignment; only its visible suite is read.
        names: Names of functions and classes of the stub.

    Returns:
        For each name, the part with most checks that use it as an attribute of the submission or, without any
        such use, that hold it as a text, as in `walk("Adam")`. A name that no check uses is left out.

    Raises:
        CourseFault: A file of the suite cannot be read.
    """
    parts = {part.name for part in assignment.parts}
    uses: dict[str, Counter[str]] = {name: Counter() for name in names}
    texts: dict[str, Counter[str]] = {name: Counter() for name in names}
    shared = _definitions(_read_suite_files(assignment, "conftest.py"))
    for text in _read_suite_files(assignment, "test_*.py"):
        definitions = {**shared, **_definitions([text])}
        for check in definitions.values():
            part = _marked_part(check)
            if part in parts:
                for name in _used_of_submission(check, definitions) & uses.keys():
                    uses[name][part] += 1
                for name in _texts_of(check) & uses.keys():
                    texts[name][part] += 1
    counts = {name: uses[name] or texts[name] for name in uses}
    return {name: count.most_common(1)[0][0] for name, count in counts.items() if count}


def _read_suite_files(assignment: Assignment, pattern: str) -> list[str]:
    """Read the files of a name in the visible suite and in the folder above it."""
    folders = (assignment.files.suite, assignment.visible)
    return [read_course_text(path, "suite") for folder in folders for path in sorted(folder.glob(pattern))]


def _definitions(texts: list[str]) -> dict[str, ast.stmt]:
    """Return the top-level functions and classes of some files, by name; none of invalid Python."""
    found: dict[str, ast.stmt] = {}
    for text in texts:
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError):
            continue  # running the suite reports it
        found |= {node.name: node for node in body if isinstance(node, _DEFINITIONS)}
    return found


def _marked_part(check: ast.stmt) -> str:
    """Return the part that a check's marker names; an empty text for a definition that is no check."""
    for mark in check.decorator_list if isinstance(check, _FUNCTIONS) else ():
        match mark:
            case ast.Call(func=ast.Attribute(attr="part"), args=[ast.Constant(value=str(name)), *_]):
                return name
    return ""


def _used_of_submission(check: ast.stmt, definitions: Mapping[str, ast.stmt]) -> set[str]:
    """Find the names of the submission that a check uses, itself or through fixtures and helpers."""
    used: set[str] = set()
    waiting, seen = [check], set[str]()
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("submission"):
                used.add(node.attr)
            match node:
                case ast.Name(id=name) | ast.arg(arg=name) if name in definitions and name not in seen:
                    seen.add(name)  # a parameter of that name is a fixture
                    waiting.append(definitions[name])
    return used


def _texts_of(check: ast.stmt) -> set[str]:
    """Return the texts in the body of a check, among them names that it looks up in the submission."""
    constants = (node.value for node in ast.walk(check) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}
