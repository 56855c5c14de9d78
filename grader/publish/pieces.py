"""Cut a source file and a handout into the pieces that become cells of a notebook."""

import ast
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["Piece", "cut_handout", "cut_source"]

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
