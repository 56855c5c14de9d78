"""Replacements for one node of a program: small mistakes of the kind that suites let through."""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from grader.mutation.vocabulary import Vocabulary, is_module

__all__ = [
    "MUTATORS",
    "Change",
    "MutationSite",
    "Mutators",
    "Replacement",
    "change_of_number",
    "find_replacements",
    "is_read",
    "is_shaping",
]

_OTHER_OPERATORS: Final[dict[type[ast.operator], tuple[str, ...]]] = {
    ast.Add: ("-", "*"),
    ast.Sub: ("+",),
    ast.Mult: ("/", "+"),
    ast.Div: ("*", "//"),
    ast.Pow: ("*",),
    ast.MatMult: ("*",),
    ast.FloorDiv: ("/",),
    ast.Mod: ("//",),
}
_OTHER_COMPARISONS: Final[dict[type[ast.cmpop], tuple[str, ...]]] = {
    ast.Lt: ("<=", ">"),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<"),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
_OPERATOR_SIGNS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
_COMPOUND: Final = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda)
_SHAPING: Final = ("axis", "keepdims")
_NUMERIC: Final = (ast.BinOp, ast.Call, ast.Name, ast.Attribute)


class Change(StrEnum):
    """What is wrong where a change repairs a program, the likeliest first.

    The diagnosis has a sentence for each.
    """

    OPERATOR = "operator"
    SIGN = "sign"
    EXTRA_FACTOR = "extra-factor"
    EXTRA_TERM = "extra-term"
    EXTRA_CALL = "extra-call"
    ORDER = "order"
    BRACKETS = "brackets"
    CONDITION = "condition"
    AXIS = "axis"
    TRANSPOSE = "transpose"
    FUNCTION = "function"
    SIZE = "size"
    NUMBER = "number"
    INDEX = "index"
    RANGE = "range"
    OVERWRITTEN = "overwritten"
    ADDED_UP = "added-up"
    IN_PLACE = "in-place"
    LINE_ORDER = "line-order"
    INSIDE = "inside"
    OUTSIDE = "outside"
    EXTRA_STATEMENT = "extra-statement"
    NAME = "name"
    MISSING_CALL = "missing-call"
    MISSING_FACTOR = "missing-factor"
    MISSING_TERM = "missing-term"


class Replacement(NamedTuple):
    """A text that may stand in the place of a node.

    Attributes:
        change: What would have been wrong if it repaired the program.
        text: The text.
    """

    change: Change
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationSite:
    """A node of a program that a mutant replaces.

    Attributes:
        node: The node.
        parent: The node above it.
        vocabulary: The words of its function.
        text: Returns the text of a node.
    """

    node: ast.AST
    parent: ast.AST
    vocabulary: Vocabulary
    text: Callable[[ast.AST], str]

    def sign(self, operator: ast.operator) -> str:
        """Return how an operator is written."""
        return _OPERATOR_SIGNS.get(type(operator), "+")

    def operand(self, node: ast.AST) -> str:
        """Return the text of a node, in brackets where it stands beside an operator."""
        return f"({self.text(node)})" if isinstance(node, _COMPOUND) else self.text(node)


def find_replacements(site: MutationSite, mutators: "Mutators") -> Iterator[Replacement]:
    """Yield what may replace a node, each text once.

    Args:
        site: The node.
        mutators: What makes replacements, by type of node.
    """
    seen = {site.text(site.node)}
    for node_type, replace in mutators:
        if isinstance(site.node, node_type):
            for one in replace(site, site.node):
                if one.text not in seen:
                    seen.add(one.text)
                    yield one


def _binary_operation(site: MutationSite, node: ast.BinOp) -> Iterator[Replacement]:
    left, right = site.operand(node.left), site.operand(node.right)
    for sign in _OTHER_OPERATORS.get(type(node.op), ()):
        yield Replacement(Change.OPERATOR, f"{left} {sign} {right}")
    extra = Change.EXTRA_TERM if isinstance(node.op, ast.Add | ast.Sub) else Change.EXTRA_FACTOR
    yield Replacement(extra, left)
    yield Replacement(extra, right)
    if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult):
        yield Replacement(Change.ORDER, f"{right} {_OPERATOR_SIGNS[type(node.op)]} {left}")
    if isinstance(node.op, ast.MatMult):
        yield Replacement(Change.TRANSPOSE, f"{left} @ {right}.T")
        yield Replacement(Change.TRANSPOSE, f"{left}.T @ {right}")


def _unary_operation(site: MutationSite, node: ast.UnaryOp) -> Iterator[Replacement]:
    change = Change.CONDITION if isinstance(node.op, ast.Not) else Change.SIGN
    yield Replacement(change, site.operand(node.operand))


def _comparison(site: MutationSite, node: ast.Compare) -> Iterator[Replacement]:
    for sign in _OTHER_COMPARISONS[type(node.ops[0])]:
        text = f"{site.operand(node.left)} {sign} {site.operand(node.comparators[0])}"
        yield Replacement(Change.CONDITION, text)


def _boolean(site: MutationSite, node: ast.BoolOp) -> Iterator[Replacement]:
    operands = [site.operand(value) for value in node.values]
    other = " or " if isinstance(node.op, ast.And) else " and "
    for text in (other.join(operands), *operands):
        yield Replacement(Change.CONDITION, text)


def _conditional(site: MutationSite, node: ast.IfExp) -> Iterator[Replacement]:
    yield Replacement(Change.CONDITION, site.operand(node.body))
    yield Replacement(Change.CONDITION, site.operand(node.orelse))


def _constant(site: MutationSite, node: ast.Constant) -> Iterator[Replacement]:
    if isinstance(node.value, bool):
        yield Replacement(Change.CONDITION, repr(not node.value))
    elif isinstance(node.value, int | float):
        change = change_of_number(site.parent)
        yield Replacement(change, repr(node.value + 1))
        less = node.value - 1 if isinstance(node.value, int) else node.value / 2
        yield Replacement(change, repr(less))
    elif isinstance(node.value, str) and not isinstance(site.parent, ast.Dict):
        yield Replacement(Change.NAME, '""')


def change_of_number(parent: ast.AST) -> Change:
    """Return what is wrong where a number is, by the node above it."""
    if isinstance(parent, ast.Compare):
        return Change.CONDITION
    return Change.INDEX if isinstance(parent, ast.Subscript | ast.Slice) else Change.NUMBER


def _call(site: MutationSite, node: ast.Call) -> Iterator[Replacement]:
    """Replace the call by its argument; drop a keyword; swap neighbouring arguments."""
    if any(isinstance(arg, ast.GeneratorExp) for arg in node.args):
        return  # the only argument of a call, a generator has no brackets of its own
    function = site.text(node.func)
    args = [site.text(arg) for arg in node.args]
    keywords = [site.text(one) for one in node.keywords]
    if node.args:
        yield Replacement(Change.EXTRA_CALL, site.operand(node.args[0]))
    if isinstance(node.func, ast.Attribute) and not (args and is_module(node.func.value)):
        yield Replacement(Change.EXTRA_CALL, site.operand(node.func.value))
    for swapped in _with_neighbours_swapped(args):
        yield Replacement(Change.ORDER, f"{function}({', '.join([*swapped, *keywords])})")
    for index, dropped in enumerate(node.keywords):
        rest = [*args, *keywords[:index], *keywords[index + 1 :]]
        change = Change.AXIS if is_shaping(dropped) else Change.EXTRA_CALL
        yield Replacement(change, f"{function}({', '.join(rest)})")


def is_shaping(node: ast.AST) -> bool:
    """Tell whether a node is an argument that says along which axis a call works, and what is left of it."""
    return isinstance(node, ast.keyword) and node.arg in _SHAPING


def _with_neighbours_swapped(texts: Sequence[str]) -> Iterator[list[str]]:
    for index in range(len(texts) - 1):
        yield [*texts[:index], texts[index + 1], texts[index], *texts[index + 2 :]]


def _keyword(_site: MutationSite, node: ast.keyword) -> Iterator[Replacement]:
    """Use the other axis."""
    if node.arg == "axis" and isinstance(node.value, ast.Constant) and node.value.value in (0, 1):
        yield Replacement(Change.AXIS, "axis=0" if node.value.value else "axis=1")


def _subscript(site: MutationSite, node: ast.Subscript) -> Iterator[Replacement]:
    if isinstance(node.ctx, ast.Load):
        yield Replacement(Change.INDEX, site.operand(node.value))


def _slice(site: MutationSite, node: ast.Slice) -> Iterator[Replacement]:
    lower, upper, step = (site.text(one) if one else "" for one in (node.lower, node.upper, node.step))
    last = f":{step}" if step else ""
    if lower:
        yield Replacement(Change.INDEX, f":{upper}{last}")
    if upper:
        yield Replacement(Change.INDEX, f"{lower}:{last}")
    if step:
        yield Replacement(Change.INDEX, f"{lower}:{upper}")


def _attribute(site: MutationSite, node: ast.Attribute) -> Iterator[Replacement]:
    if node.attr == "T":
        yield Replacement(Change.TRANSPOSE, site.operand(node.value))


def _name(site: MutationSite, node: ast.Name) -> Iterator[Replacement]:
    """Use the next name of its group."""
    for names in site.vocabulary.names:
        if isinstance(node.ctx, ast.Load) and node.id in names and len(names) > 1:
            yield Replacement(Change.NAME, names[(names.index(node.id) + 1) % len(names)])


def is_read(node: ast.AST) -> bool:
    """Tell whether a node stands for a value, and is not assigned to."""
    return isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


def _negated_value(site: MutationSite, node: ast.expr) -> Iterator[Replacement]:
    """Negate a value that is returned, assigned or stored."""
    stored = isinstance(site.parent, ast.Return | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Dict)
    if stored and is_read(node):
        yield Replacement(Change.SIGN, f"-{site.operand(node)}")


def _statement(_site: MutationSite, _node: ast.stmt) -> Iterator[Replacement]:
    yield Replacement(Change.EXTRA_STATEMENT, "pass")


def _assignment(site: MutationSite, node: ast.Assign) -> Iterator[Replacement]:
    """Remove an assignment, unless a variable would be left without a value."""
    target = node.targets[0]
    rebound = isinstance(target, ast.Name) and any(target.id in names for names in site.vocabulary.names[:1])
    if rebound or isinstance(target, ast.Subscript | ast.Attribute):
        yield Replacement(Change.EXTRA_STATEMENT, "pass")


def _augmented_assignment(site: MutationSite, node: ast.AugAssign) -> Iterator[Replacement]:
    target, value = site.text(node.target), site.text(node.value)
    yield Replacement(Change.ADDED_UP, f"{target} = {value}")
    for sign in _OTHER_OPERATORS.get(type(node.op), ()):
        yield Replacement(Change.OPERATOR, f"{target} {sign}= {value}")


def _tuple(site: MutationSite, node: ast.Tuple) -> Iterator[Replacement]:
    """Swap neighbouring entries of a tuple that is read."""
    if isinstance(node.ctx, ast.Load):
        for swapped in _with_neighbours_swapped([site.text(one) for one in node.elts]):
            yield Replacement(Change.ORDER, ", ".join(swapped))


Mutators = Sequence[tuple[Any, Callable[[MutationSite, Any], Iterator[Replacement]]]]
"""What makes replacements for nodes of a type, or of several."""

MUTATORS: Final[Mutators] = (
    (ast.BinOp, _binary_operation),
    (ast.UnaryOp, _unary_operation),
    (ast.Compare, _comparison),
    (ast.BoolOp, _boolean),
    (ast.IfExp, _conditional),
    (ast.Constant, _constant),
    (ast.Call, _call),
    (ast.keyword, _keyword),
    (ast.Subscript, _subscript),
    (ast.Slice, _slice),
    (ast.Attribute, _attribute),
    (ast.Name, _name),
    (_NUMERIC, _negated_value),
    (ast.If | ast.For | ast.While | ast.Expr | ast.AugAssign | ast.Raise, _statement),
    (ast.Assign, _assignment),
    (ast.AugAssign, _augmented_assignment),
    (ast.Tuple, _tuple),
)
