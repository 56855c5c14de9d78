"""Rules that explain exceptions, and how they describe the names and shapes of a failing expression."""

import ast
import keyword
import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Final

from grader.diagnosis import templates
from grader.sandbox.faults import Operand, Raised

__all__ = [
    "Rule",
    "Shape",
    "Side",
    "binary_sides",
    "describe_operands",
    "join_sentences",
    "no_detail",
    "operands_of_type",
    "quote_code",
    "suggest_name",
]

_LONGEST: Final = 60
_NEAR: Final = 0.6
_MOST_NAMES: Final = 2000  # comparing takes time for each
_PRODUCTS: Final = frozenset({"dot", "matmul"})
_PRODUCT_ARGUMENTS: Final = 2

Shape = tuple[int, ...]
Detail = Callable[[re.Match[str], Raised], str]
Applies = Callable[[re.Match[str], Raised], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that explains one kind of exception in the words of the course.

    Attributes:
        name: Name of the rule.
        exceptions: Types of exceptions it is for, separated by blanks.
        pattern: Regular expression that is found in their message.
        text: The idea, in words that hold nothing of what the code computed.
        detail: Makes a sentence with names and shapes, of the match and the exception;
            empty where there is nothing to add.
        applies: Tells of the match and the exception whether the rule is for it; None if it always is.
    """

    name: str
    exceptions: str
    pattern: str
    text: str
    detail: Detail
    applies: Applies | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two sides of a failing expression.

    Attributes:
        text: The side as the student wrote it.
        operand: What it stood for, where it is one name.
    """

    text: str
    operand: Operand | None

    @property
    def shape(self) -> Shape | None:
        """Shape of what it stood for; () for a number, None where it is not known."""
        if self.operand is None:
            return None
        return () if self.operand.kind in {"int", "float"} else self.operand.shape


def no_detail(_match: re.Match[str], _raised: Raised) -> str:
    """Add nothing to the text of a rule."""
    return ""


def describe_operands(operands: Iterable[Operand]) -> str:
    """Describe what some names stood for in one sentence; empty if there are none."""
    described = " and ".join(map(_describe_operand, operands))
    return templates.OPERANDS.format(operands=described) if described else ""


def _describe_operand(operand: Operand) -> str:
    if operand.kind.startswith("array of"):
        template = templates.ARRAY
    elif operand.kind == "NoneType":
        template = templates.NONE
    else:
        template = templates.OF_TYPE_AND_LENGTH if operand.shape else templates.OF_TYPE
    return template.format(
        name=quote_code(operand.name),
        type=operand.kind,
        shape=operand.shape,
        length=operand.shape[0] if operand.shape else "",
    )


def join_sentences(*sentences: str) -> str:
    """Join the sentences that are not empty."""
    return " ".join(sentence for sentence in sentences if sentence)


def quote_code(text: str) -> str:
    """Set a piece of the student's code in quotes, on one line and not too long."""
    flat = " ".join(text.split())
    return f"`{flat}`" if len(flat) <= _LONGEST else f"`{flat[: _LONGEST - 3]}...`"


def suggest_name(name: str, known: Iterable[str]) -> str:
    """Ask whether the nearest of the known names is meant; empty where none is near."""
    names = {one for one in islice(known, _MOST_NAMES) if one != name and not keyword.iskeyword(one)}
    same = [one for one in sorted(names) if one.lower() == name.lower()]
    near = same or get_close_matches(name, sorted(names), n=1, cutoff=_NEAR)
    return templates.SUGGESTION.format(name=quote_code(near[0])) if near else ""


def operands_of_type(raised: Raised, type_name: str) -> list[Operand]:
    """Return the names in the failing expression that stood for values of a type."""
    return [operand for operand in raised.operands if operand.kind == type_name]


def binary_sides(raised: Raised) -> tuple[Side, Side] | None:
    """Take the failing expression apart: `a + b` and the like, `a -= b`, `np.dot(a, b)` or `a.dot(b)`."""
    wrapped, tree = _parse(raised.expression)
    known = {operand.name: operand for operand in raised.operands}
    pair = _side_nodes(tree)
    if pair is None:
        return None
    texts = [ast.get_source_segment(wrapped, node) or "" for node in pair]
    left, right = (Side(text=text, operand=known.get(text)) for text in texts)
    return left, right


def _parse(expression: str) -> tuple[str, ast.AST | None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a string with an odd escape, say
        for wrapped in (f"({expression}\n)", expression):
            try:
                (statement,) = ast.parse(wrapped).body
            except (SyntaxError, ValueError):
                continue
            return wrapped, statement.value if isinstance(statement, ast.Expr) else statement
    return "", None


def _side_nodes(node: ast.AST | None) -> tuple[ast.AST, ast.AST] | None:
    if isinstance(node, ast.BinOp):
        return node.left, node.right
    if isinstance(node, ast.AugAssign):
        return node.target, node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _PRODUCTS:
        factors = (node.func.value, *node.args)[-_PRODUCT_ARGUMENTS:]
        return (factors[0], factors[1]) if len(factors) == _PRODUCT_ARGUMENTS else None
    return None
