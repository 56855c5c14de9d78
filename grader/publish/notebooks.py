"""Make the notebook that students may fill in instead of the stub: the same code, with the handout around."""

import re
from collections.abc import Iterator
from typing import Final

import nbformat

from grader.course import Assignment
from grader.publish.judged import judging_parts
from grader.publish.pieces import Piece, cut_handout, cut_source

__all__ = ["make_notebook"]

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
