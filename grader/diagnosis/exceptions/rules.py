"""What the translations of exceptions have in common: a rule, and how names and shapes are put into words."""

import ast
import keyword
import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Final

from grader.sandbox.faults import Operand, Raised

__all__ = ["Rule", "Shape", "Side", "describe", "listed", "nearest", "of_kinds", "quote", "sides", "silent"]

_LONGEST: Final = 60
_NEAR: Final = 0.6
_WORDS: Final = 2000  # comparing takes time for each
_PRODUCTS: Final = frozenset({"dot", "matmul"})
_PRODUCT_ARGUMENTS: Final = 2

Shape = tuple[int, ...]
Detail = Callable[[re.Match[str], Raised], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one kind of exception is put into the words of the course.

    Attributes:
        name: Name of the rule.
        exceptions: Types of exceptions it is for, separated by blanks.
        pattern: Regular expression that is found in their message.
        text: The idea, in words that hold nothing of what the code computed.
        detail: Makes a sentence with names and shapes, of the match and the exception;
            empty where there is nothing to add.
    """

    name: str
    exceptions: str
    pattern: str
    text: str
    detail: Detail


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


def silent(_match: re.Match[str], _raised: Raised) -> str:
    """Add nothing to the text of a rule."""
    return ""


def describe(operand: Operand) -> str:
    """Say what one name stood for."""
    is_array = operand.kind.startswith("array of")
    if is_array:
        return f"{quote(operand.name)} is {operand.shape}"
    if operand.kind == "NoneType":
        return f"{quote(operand.name)} is None"
    entries = f" of {operand.shape[0]}" if operand.shape else ""
    return f"{quote(operand.name)} is of type `{operand.kind}`{entries}"


def listed(operands: Iterable[Operand]) -> str:
    """Say what some names stood for in one sentence, or nothing if there are none."""
    told = [describe(operand) for operand in operands]
    return f"Here {' and '.join(told)}." if told else ""


def quote(text: str) -> str:
    """Set a piece of the student's code in quotes, on one line and not too long."""
    flat = " ".join(text.split())
    return f"`{flat}`" if len(flat) <= _LONGEST else f"`{flat[: _LONGEST - 3]}...`"


def nearest(name: str, known: Iterable[str]) -> str:
    """Ask whether the known name that is nearest is meant; ask nothing where none is near."""
    own = {one for one in islice(known, _WORDS) if one != name and not keyword.iskeyword(one)}
    same = [one for one in sorted(own) if one.lower() == name.lower()]
    near = same or get_close_matches(name, sorted(own), n=1, cutoff=_NEAR)
    return f" Is {quote(near[0])} meant?" if near else ""


def of_kinds(raised: Raised, *kinds: str) -> list[Operand]:
    """Pick the names in the failing expression that stood for values of some types."""
    return [operand for operand in raised.operands if operand.kind in kinds]


def sides(raised: Raised) -> tuple[Side, Side] | None:
    """Take the failing expression apart: `a + b` and the like, `a -= b`, `np.dot(a, b)` or `a.dot(b)`."""
    wrapped, tree = _parsed(raised.expression)
    known = {operand.name: operand for operand in raised.operands}
    pair = _pair(tree)
    if pair is None:
        return None
    texts = [ast.get_source_segment(wrapped, node) or "" for node in pair]
    left, right = (Side(text=text, operand=known.get(text)) for text in texts)
    return left, right


def _parsed(expression: str) -> tuple[str, ast.AST | None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a string with an odd escape, say
        for wrapped in (f"({expression}\n)", expression):
            try:
                (statement,) = ast.parse(wrapped).body
            except (SyntaxError, ValueError):
                continue
            return wrapped, statement.value if isinstance(statement, ast.Expr) else statement
    return "", None


def _pair(node: ast.AST | None) -> tuple[ast.AST, ast.AST] | None:
    if isinstance(node, ast.BinOp):
        return node.left, node.right
    if isinstance(node, ast.AugAssign):
        return node.target, node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _PRODUCTS:
        factors = (node.func.value, *node.args)[-_PRODUCT_ARGUMENTS:]
        return (factors[0], factors[1]) if len(factors) == _PRODUCT_ARGUMENTS else None
    return None
