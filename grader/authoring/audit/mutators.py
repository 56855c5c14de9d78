"""Replacements for one node of a program: small mistakes of the kind that suites let through."""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["MutationSite", "find_replacements"]

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
_NUMERIC: Final = (ast.BinOp, ast.Call, ast.Name, ast.Attribute)


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationSite:
    """A node of a program that a mutant replaces.

    Attributes:
        node: The node.
        parent: The node above it.
        names: Groups of interchangeable names: the function's variables among themselves, and its parameters.
        text: Returns the text of a node.
    """

    node: ast.AST
    parent: ast.AST
    names: tuple[tuple[str, ...], ...]
    text: Callable[[ast.AST], str]

    def operand(self, node: ast.AST) -> str:
        """Return the text of a node, in brackets where it stands beside an operator."""
        return f"({self.text(node)})" if isinstance(node, _COMPOUND) else self.text(node)


def find_replacements(site: MutationSite) -> Iterator[str]:
    """Yield the texts that may replace a node, each once."""
    seen = {site.text(site.node)}
    for node_type, replace in _MUTATORS:
        if isinstance(site.node, node_type):
            for text in replace(site, site.node):
                if text not in seen:
                    seen.add(text)
                    yield text


def _binary_operation(site: MutationSite, node: ast.BinOp) -> Iterator[str]:
    left, right = site.operand(node.left), site.operand(node.right)
    for sign in _OTHER_OPERATORS.get(type(node.op), ()):
        yield f"{left} {sign} {right}"
    yield left
    yield right
    if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult):
        yield f"{right} {_OPERATOR_SIGNS[type(node.op)]} {left}"
    if isinstance(node.op, ast.MatMult):
        yield f"{left} @ {right}.T"
        yield f"{left}.T @ {right}"


def _unary_operation(site: MutationSite, node: ast.UnaryOp) -> Iterator[str]:
    yield site.operand(node.operand)


def _comparison(site: MutationSite, node: ast.Compare) -> Iterator[str]:
    for sign in _OTHER_COMPARISONS[type(node.ops[0])]:
        yield f"{site.operand(node.left)} {sign} {site.operand(node.comparators[0])}"


def _boolean(site: MutationSite, node: ast.BoolOp) -> Iterator[str]:
    operands = [site.operand(value) for value in node.values]
    yield (" or " if isinstance(node.op, ast.And) else " and ").join(operands)
    yield from operands


def _conditional(site: MutationSite, node: ast.IfExp) -> Iterator[str]:
    yield site.operand(node.body)
    yield site.operand(node.orelse)


def _constant(site: MutationSite, node: ast.Constant) -> Iterator[str]:
    if isinstance(node.value, bool):
        yield repr(not node.value)
    elif isinstance(node.value, int | float):
        yield repr(node.value + 1)
        yield repr(node.value - 1) if isinstance(node.value, int) else repr(node.value / 2)
    elif isinstance(node.value, str) and not isinstance(site.parent, ast.Dict):
        yield '""'


def _call(site: MutationSite, node: ast.Call) -> Iterator[str]:
    """Replace the call by its argument; drop a keyword; swap neighbouring arguments."""
    if any(isinstance(arg, ast.GeneratorExp) for arg in node.args):
        return  # the only argument of a call, a generator has no brackets of its own
    function = site.text(node.func)
    args = [site.text(arg) for arg in node.args]
    keywords = [site.text(one) for one in node.keywords]
    if node.args:
        yield site.operand(node.args[0])
    if isinstance(node.func, ast.Attribute) and not (args and _is_module(node.func.value)):
        yield site.operand(node.func.value)
    for swapped in _with_neighbours_swapped(args):
        yield f"{function}({', '.join([*swapped, *keywords])})"
    for index in range(len(keywords)):
        yield f"{function}({', '.join([*args, *keywords[:index], *keywords[index + 1 :]])})"


def _with_neighbours_swapped(texts: Sequence[str]) -> Iterator[list[str]]:
    for index in range(len(texts) - 1):
        yield [*texts[:index], texts[index + 1], texts[index], *texts[index + 2 :]]


def _is_module(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "numpy", "math")


def _keyword(_site: MutationSite, node: ast.keyword) -> Iterator[str]:
    """Use the other axis."""
    if node.arg == "axis" and isinstance(node.value, ast.Constant) and node.value.value in (0, 1):
        yield "axis=0" if node.value.value else "axis=1"


def _subscript(site: MutationSite, node: ast.Subscript) -> Iterator[str]:
    if isinstance(node.ctx, ast.Load):
        yield site.operand(node.value)


def _slice(site: MutationSite, node: ast.Slice) -> Iterator[str]:
    lower, upper, step = (site.text(one) if one else "" for one in (node.lower, node.upper, node.step))
    last = f":{step}" if step else ""
    if lower:
        yield f":{upper}{last}"
    if upper:
        yield f"{lower}:{last}"
    if step:
        yield f"{lower}:{upper}"


def _attribute(site: MutationSite, node: ast.Attribute) -> Iterator[str]:
    if node.attr == "T":
        yield site.operand(node.value)


def _name(site: MutationSite, node: ast.Name) -> Iterator[str]:
    """Use the next name of its group."""
    for names in site.names:
        if isinstance(node.ctx, ast.Load) and node.id in names and len(names) > 1:
            yield names[(names.index(node.id) + 1) % len(names)]


def _negated_value(site: MutationSite, node: ast.expr) -> Iterator[str]:
    """Negate a value that is returned, assigned or stored."""
    stored = isinstance(site.parent, ast.Return | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Dict)
    if stored and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        yield f"-{site.operand(node)}"


def _statement(_site: MutationSite, _node: ast.stmt) -> Iterator[str]:
    yield "pass"


def _assignment(site: MutationSite, node: ast.Assign) -> Iterator[str]:
    """Remove an assignment, unless a variable would be left without a value."""
    target = node.targets[0]
    rebound = isinstance(target, ast.Name) and any(target.id in names for names in site.names[:1])
    if rebound or isinstance(target, ast.Subscript | ast.Attribute):
        yield "pass"


def _augmented_assignment(site: MutationSite, node: ast.AugAssign) -> Iterator[str]:
    target, value = site.text(node.target), site.text(node.value)
    yield f"{target} = {value}"
    for sign in _OTHER_OPERATORS.get(type(node.op), ()):
        yield f"{target} {sign}= {value}"


def _tuple(site: MutationSite, node: ast.Tuple) -> Iterator[str]:
    """Swap neighbouring entries of a tuple that is read."""
    if isinstance(node.ctx, ast.Load):
        yield from map(", ".join, _with_neighbours_swapped([site.text(one) for one in node.elts]))


_MUTATORS: Final[Sequence[tuple[Any, Callable[[MutationSite, Any], Iterator[str]]]]] = (
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
