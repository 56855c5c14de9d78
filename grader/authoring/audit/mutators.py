"""Small changes of one place of a program: each a slip of the kind that suites let through."""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

__all__ = ["Site", "changes"]

_BINARY: Final[dict[type[ast.operator], tuple[str, ...]]] = {
    ast.Add: ("-", "*"),
    ast.Sub: ("+",),
    ast.Mult: ("/", "+"),
    ast.Div: ("*", "//"),
    ast.Pow: ("*",),
    ast.MatMult: ("*",),
    ast.FloorDiv: ("/",),
    ast.Mod: ("//",),
}
_COMPARED: Final[dict[type[ast.cmpop], tuple[str, ...]]] = {
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
_SIGNS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
_OPERATIONS: Final = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda)
_NUMBERS: Final = (ast.BinOp, ast.Call, ast.Name, ast.Attribute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A node of a program that may be changed.

    Attributes:
        node: The node.
        parent: The node it belongs to.
        names: Names that are like one another: the function's parameters, and its variables.
        text: Gives the text of a node.
    """

    node: ast.AST
    parent: ast.AST
    names: tuple[tuple[str, ...], ...]
    text: Callable[[ast.AST], str]

    def operand(self, node: ast.AST) -> str:
        """Give the text of a node for a place beside an operator."""
        return f"({self.text(node)})" if isinstance(node, _OPERATIONS) else self.text(node)


def changes(site: Site) -> Iterator[str]:
    """Give what may stand in the place of a node, each text once."""
    seen = {site.text(site.node)}
    for kind, change in _CHANGES:
        if isinstance(site.node, kind):
            for text in change(site, site.node):
                if text not in seen:
                    seen.add(text)
                    yield text


def _binary(site: Site, node: ast.BinOp) -> Iterator[str]:
    left, right = site.operand(node.left), site.operand(node.right)
    for sign in _BINARY.get(type(node.op), ()):
        yield f"{left} {sign} {right}"
    yield left
    yield right
    if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult):
        yield f"{right} {_SIGNS[type(node.op)]} {left}"
    if isinstance(node.op, ast.MatMult):
        yield f"{left} @ {right}.T"
        yield f"{left}.T @ {right}"


def _unary(site: Site, node: ast.UnaryOp) -> Iterator[str]:
    yield site.operand(node.operand)


def _comparison(site: Site, node: ast.Compare) -> Iterator[str]:
    for sign in _COMPARED[type(node.ops[0])]:
        yield f"{site.operand(node.left)} {sign} {site.operand(node.comparators[0])}"


def _logical(site: Site, node: ast.BoolOp) -> Iterator[str]:
    words = [site.operand(value) for value in node.values]
    yield (" or " if isinstance(node.op, ast.And) else " and ").join(words)
    yield from words


def _choice(site: Site, node: ast.IfExp) -> Iterator[str]:
    yield site.operand(node.body)
    yield site.operand(node.orelse)


def _constant(site: Site, node: ast.Constant) -> Iterator[str]:
    if isinstance(node.value, bool):
        yield repr(not node.value)
    elif isinstance(node.value, int | float):
        yield repr(node.value + 1)
        yield repr(node.value - 1) if isinstance(node.value, int) else repr(node.value / 2)
    elif isinstance(node.value, str) and not isinstance(site.parent, ast.Dict):
        yield '""'


def _call(site: Site, node: ast.Call) -> Iterator[str]:
    """Drop the call or a keyword; exchange two arguments that stand side by side."""
    if any(isinstance(arg, ast.GeneratorExp) for arg in node.args):
        return  # alone in a call it has no brackets of its own
    function = site.text(node.func)
    args = [site.text(arg) for arg in node.args]
    keywords = [site.text(one) for one in node.keywords]
    if node.args:
        yield site.operand(node.args[0])
    if isinstance(node.func, ast.Attribute) and not (args and _is_module(node.func.value)):
        yield site.operand(node.func.value)
    for index in range(len(args) - 1):
        exchanged = [*args[:index], args[index + 1], args[index], *args[index + 2 :]]
        yield f"{function}({', '.join([*exchanged, *keywords])})"
    for index in range(len(keywords)):
        yield f"{function}({', '.join([*args, *keywords[:index], *keywords[index + 1 :]])})"


def _is_module(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "numpy", "math")


def _keyword(_site: Site, node: ast.keyword) -> Iterator[str]:
    """Take the other axis."""
    if node.arg == "axis" and isinstance(node.value, ast.Constant) and node.value.value in (0, 1):
        yield "axis=0" if node.value.value else "axis=1"


def _subscript(site: Site, node: ast.Subscript) -> Iterator[str]:
    if isinstance(node.ctx, ast.Load):
        yield site.operand(node.value)


def _slice(site: Site, node: ast.Slice) -> Iterator[str]:
    lower, upper, step = (site.text(one) if one else "" for one in (node.lower, node.upper, node.step))
    last = f":{step}" if step else ""
    if lower:
        yield f":{upper}{last}"
    if upper:
        yield f"{lower}:{last}"
    if step:
        yield f"{lower}:{upper}"


def _attribute(site: Site, node: ast.Attribute) -> Iterator[str]:
    if node.attr == "T":
        yield site.operand(node.value)


def _name(site: Site, node: ast.Name) -> Iterator[str]:
    """Take the name that comes next among its like."""
    for names in site.names:
        if isinstance(node.ctx, ast.Load) and node.id in names and len(names) > 1:
            yield names[(names.index(node.id) + 1) % len(names)]


def _value(site: Site, node: ast.expr) -> Iterator[str]:
    """Turn the sign of what is kept, returned or passed."""
    kept = isinstance(site.parent, ast.Return | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Dict)
    if kept and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        yield f"-{site.operand(node)}"


def _statement(_site: Site, _node: ast.stmt) -> Iterator[str]:
    yield "pass"


def _assignment(site: Site, node: ast.Assign) -> Iterator[str]:
    """Leave out an assignment, unless that leaves a name without any value."""
    target = node.targets[0]
    rebound = isinstance(target, ast.Name) and any(target.id in names for names in site.names[:1])
    if rebound or isinstance(target, ast.Subscript | ast.Attribute):
        yield "pass"


def _added(site: Site, node: ast.AugAssign) -> Iterator[str]:
    target, value = site.text(node.target), site.text(node.value)
    yield f"{target} = {value}"
    for sign in _BINARY.get(type(node.op), ()):
        yield f"{target} {sign}= {value}"


def _pair(site: Site, node: ast.Tuple) -> Iterator[str]:
    """Exchange neighbours in what is returned or passed on."""
    if isinstance(node.ctx, ast.Load):
        words = [site.text(one) for one in node.elts]
        for (index, _), _ in pairwise(enumerate(words)):
            yield ", ".join([*words[:index], words[index + 1], words[index], *words[index + 2 :]])


_CHANGES: Final[Sequence[tuple[Any, Callable[[Site, Any], Iterator[str]]]]] = (
    (ast.BinOp, _binary),
    (ast.UnaryOp, _unary),
    (ast.Compare, _comparison),
    (ast.BoolOp, _logical),
    (ast.IfExp, _choice),
    (ast.Constant, _constant),
    (ast.Call, _call),
    (ast.keyword, _keyword),
    (ast.Subscript, _subscript),
    (ast.Slice, _slice),
    (ast.Attribute, _attribute),
    (ast.Name, _name),
    (_NUMBERS, _value),
    (ast.If | ast.For | ast.While | ast.Expr | ast.AugAssign | ast.Raise, _statement),
    (ast.Assign, _assignment),
    (ast.AugAssign, _added),
    (ast.Tuple, _pair),
)
