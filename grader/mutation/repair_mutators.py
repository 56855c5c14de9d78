"""Replacements for one node of a submission: what a student may have left out, or written in its place.

They go beyond those of mutants: a mutant leaves something out, and a repair has to put it back.
"""

import ast
from collections.abc import Iterator
from typing import Final, TypeGuard

from grader.mutation.mutators import (
    MUTATORS,
    Change,
    MutationSite,
    Mutators,
    Replacement,
    change_of_number,
    is_read,
    is_shaping,
)
from grader.mutation.vocabulary import is_module

__all__ = ["REPAIR_MUTATORS"]

_OTHER_FUNCTIONS: Final = {
    "sum": ("mean", "max", "prod"),
    "mean": ("sum",),
    "max": ("min", "sum"),
    "min": ("max",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "argmax": ("argmin", "max"),
    "argmin": ("argmax", "min"),
    "exp": ("log", "expm1"),
    "log": ("exp", "log1p"),
    "log2": ("log",),
    "log10": ("log",),
    "sqrt": ("square",),
    "square": ("sqrt", "abs"),
    "abs": ("square", "sign"),
    "sign": ("abs",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "empty_like": ("zeros_like",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "sin": ("cos",),
    "cos": ("sin",),
    "tanh": ("exp",),
    "dot": ("multiply",),
    "multiply": ("dot",),
    "outer": ("dot", "multiply"),
    "append": ("extend",),
    "floor": ("ceil",),
    "round": ("floor",),
}
_REDUCING: Final = frozenset(
    {"sum", "mean", "max", "min", "argmax", "argmin", "prod", "std", "var", "any", "all"}
)
_AXES: Final = (
    "axis=0",
    "axis=1",
    "axis=0, keepdims=True",
    "axis=1, keepdims=True",
    "axis=-1",
    "keepdims=True",
)
_WRAPPINGS: Final = (
    (Change.MISSING_CALL, "np.sum({})"),
    (Change.MISSING_CALL, "np.mean({})"),
    (Change.MISSING_CALL, "np.sum({}, axis=0)"),
    (Change.MISSING_CALL, "np.sum({}, axis=0, keepdims=True)"),
    (Change.MISSING_CALL, "np.sum({}, axis=1)"),
    (Change.MISSING_CALL, "np.sum({}, axis=1, keepdims=True)"),
    (Change.MISSING_CALL, "np.mean({}, axis=0)"),
    (Change.MISSING_CALL, "np.sqrt({})"),
    (Change.MISSING_CALL, "np.abs({})"),
    (Change.MISSING_CALL, "np.square({})"),
    (Change.MISSING_CALL, "np.exp({})"),
    (Change.MISSING_CALL, "np.log({})"),
    (Change.MISSING_CALL, "np.maximum({}, 0)"),
    (Change.IN_PLACE, "np.copy({})"),
)
_DERIVATIVES: Final = ("(1 - {0} ** 2)", "({0} > 0)", "{0} * (1 - {0})", "(1 - {0})")
_STORED: Final = (ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Dict, ast.keyword, ast.Tuple)
_SUMS: Final = (ast.Add, ast.Sub, ast.MatMult)


def _is_value(site: MutationSite) -> bool:
    """Tell whether a node is a whole value, or a summand of one."""
    if not is_read(site.node) or isinstance(site.node, ast.Constant | ast.Tuple | ast.List | ast.Dict):
        return False
    parent = site.parent
    if isinstance(parent, ast.keyword | ast.Tuple) and isinstance(site.node, ast.Name | ast.Constant):
        return isinstance(parent, ast.Tuple)
    return (
        isinstance(parent, _STORED)
        or (isinstance(parent, ast.BinOp) and isinstance(parent.op, _SUMS))
        or (isinstance(parent, ast.Call) and site.node in parent.args)
    )


def _is_factor(site: MutationSite) -> bool:
    is_name = isinstance(site.node, ast.Name | ast.Attribute) and is_read(site.node)
    return is_name and isinstance(site.parent, ast.BinOp)


def _missing_factor(site: MutationSite, node: ast.expr) -> Iterator[Replacement]:
    if not _is_value(site):
        return
    text = site.operand(node)
    for word in site.vocabulary.words:
        yield Replacement(Change.MISSING_FACTOR, f"{text} * {word}")
        if word != text and ("(" not in word or word.startswith("len(")):  # else a 1 in disguise
            yield Replacement(Change.MISSING_FACTOR, f"{text} / {word}")
    for number in ("2", "0.5"):
        yield Replacement(Change.MISSING_FACTOR, f"{text} * {number}")
    for word in site.vocabulary.words:
        for template in _DERIVATIVES:
            yield Replacement(Change.MISSING_FACTOR, f"{text} * {template.format(word)}")


def _missing_term(site: MutationSite, node: ast.expr) -> Iterator[Replacement]:
    if _is_value(site):
        text, words = site.operand(node), site.vocabulary.words
        for others in (f"1 - {text}", f"{text} - 1", f"{text} + 1"):
            yield Replacement(Change.MISSING_TERM, others)
    elif _is_factor(site):
        text, words = site.text(node), tuple(word for word in site.vocabulary.words if "(" not in word)
        yield Replacement(Change.MISSING_CALL, f"len({text})")
    else:
        return
    for word in words:
        yield Replacement(Change.MISSING_TERM, f"{text} + {word}")
        yield Replacement(Change.MISSING_TERM, f"{text} - {word}")


def _wrapping(site: MutationSite, node: ast.expr) -> Iterator[Replacement]:
    if _is_value(site):
        for change, template in _WRAPPINGS:
            yield Replacement(change, template.format(site.text(node)))


def _other_operator(site: MutationSite, node: ast.BinOp) -> Iterator[Replacement]:
    left, right = site.operand(node.left), site.operand(node.right)
    for sign in ("+", "-", "*", "/", "**", "@"):
        yield Replacement(Change.OPERATOR, f"{left} {sign} {right}")


def _negated(site: MutationSite, node: ast.expr) -> Iterator[Replacement]:
    if _is_value(site):
        yield Replacement(Change.SIGN, f"-{site.operand(node)}")


def _transposed(site: MutationSite, node: ast.expr) -> Iterator[Replacement]:
    if _is_value(site) and isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.BinOp):
        yield Replacement(Change.TRANSPOSE, f"{site.operand(node)}.T")


def _other_name(site: MutationSite, node: ast.Name) -> Iterator[Replacement]:
    if not is_read(node) or is_module(node):
        return
    if isinstance(site.parent, ast.Call) and site.parent.func is node:
        for name in site.vocabulary.functions:
            yield Replacement(Change.FUNCTION, name)
        return
    for word in site.vocabulary.words:
        if "(" not in word:
            yield Replacement(Change.NAME, word)
    for attribute in site.vocabulary.attributes:
        yield Replacement(Change.NAME, f"{node.id}.{attribute}")


def _other_attribute(site: MutationSite, node: ast.Attribute) -> Iterator[Replacement]:
    if not is_read(node) or is_module(node.value):
        return
    base = site.operand(node.value)
    called = isinstance(site.parent, ast.Call) and site.parent.func is node
    if not called:
        for attribute in site.vocabulary.attributes:
            yield Replacement(Change.NAME, f"{base}.{attribute}")
        for word in site.vocabulary.words:
            yield Replacement(Change.NAME, word)
        yield Replacement(Change.NAME, base)


def _other_element(site: MutationSite, node: ast.Subscript) -> Iterator[Replacement]:
    if not is_read(node):
        return
    base, index = site.operand(node.value), site.text(node.slice)
    for other in (f"{index} + 1", f"{index} - 1", "-1", "0", "1"):
        yield Replacement(Change.INDEX, f"{base}[{other}]")
    if base.endswith(".shape"):
        yield Replacement(Change.SIZE, f"{base.removesuffix('.shape')}.size")
    for word in site.vocabulary.words:
        yield Replacement(Change.NAME, word)


def _other_slice(_site: MutationSite, node: ast.Slice) -> Iterator[Replacement]:
    if node.step is None:
        for text in ("1:", ":-1", "1:-1", "::-1", ":"):
            yield Replacement(Change.INDEX, text)


def _other_text(site: MutationSite, node: ast.Constant) -> Iterator[Replacement]:
    if isinstance(node.value, str):
        for text in site.vocabulary.texts:
            yield Replacement(Change.NAME, text)


def _other_number(site: MutationSite, node: ast.Constant) -> Iterator[Replacement]:
    value = node.value
    change = change_of_number(site.parent)
    if isinstance(value, bool) or not isinstance(value, int | float) or change is Change.INDEX:
        return
    for other in (0, 1, 2, -1, 0.5, value * 2, value / 2, 1 - value, -value):
        yield Replacement(change, repr(other) if other >= 0 else f"({other!r})")
    for word in site.vocabulary.words:
        yield Replacement(change, word)


def _other_function(site: MutationSite, node: ast.Call) -> Iterator[Replacement]:
    arguments = ", ".join(site.text(one) for one in (*node.args, *node.keywords))
    function = site.text(node.func)
    prefix, dot, name = function.rpartition(".")
    for other in _OTHER_FUNCTIONS.get(name, ()):
        yield Replacement(Change.FUNCTION, f"{prefix}{dot}{other}({arguments})")
    if function == "len" and node.args:
        base = site.operand(node.args[0])
        for size in ("size", "shape[0]", "shape[1]", "shape[-1]"):
            yield Replacement(Change.SIZE, f"{base}.{size}")


def _other_axis(site: MutationSite, node: ast.Call) -> Iterator[Replacement]:
    function = site.text(node.func)
    if function.rpartition(".")[2] not in _REDUCING:
        return
    others = [site.text(one) for one in (*node.args[:1], *node.keywords) if not is_shaping(one)]
    for axis in _AXES:
        yield Replacement(Change.AXIS, f"{function}({', '.join([*others, axis])})")


def _other_range(site: MutationSite, node: ast.Call) -> Iterator[Replacement]:
    if not (isinstance(node.func, ast.Name) and node.func.id == "range"):
        return
    arguments = [site.text(one) for one in node.args]
    text = f"range({', '.join(arguments)})"
    yield Replacement(Change.RANGE, f"reversed({text})")
    if len(arguments) == 1:
        (stop,) = arguments
        for other in (f"{stop} - 1", f"{stop} + 1", f"1, {stop}", f"1, {stop} + 1", f"{stop} - 1, -1, -1"):
            yield Replacement(Change.RANGE, f"range({other})")
    else:
        start, stop, *step = arguments
        for first, last in (
            (f"{start} + 1", stop),
            (f"{start} - 1", stop),
            (start, f"{stop} + 1"),
            (start, f"{stop} - 1"),
        ):
            yield Replacement(Change.RANGE, f"range({', '.join([first, last, *step])})")


def _other_brackets(site: MutationSite, node: ast.BinOp) -> Iterator[Replacement]:
    """Group three operands the other way."""
    if isinstance(node.left, ast.BinOp):
        first, second = site.operand(node.left.left), site.operand(node.left.right)
        inner, outer = site.sign(node.left.op), site.sign(node.op)
        third = site.operand(node.right)
        yield Replacement(Change.BRACKETS, f"{first} {inner} ({second} {outer} {third})")
    if isinstance(node.right, ast.BinOp):
        first, second = site.operand(node.left), site.operand(node.right.left)
        third = site.operand(node.right.right)
        outer, inner = site.sign(node.op), site.sign(node.right.op)
        yield Replacement(Change.BRACKETS, f"({first} {outer} {second}) {inner} {third}")
    if isinstance(node.left, ast.UnaryOp) and isinstance(node.left.op, ast.USub):
        inner_text = f"{site.operand(node.left.operand)} {site.sign(node.op)} {site.operand(node.right)}"
        yield Replacement(Change.BRACKETS, f"-({inner_text})")


def _moved_into_call(site: MutationSite, node: ast.BinOp) -> Iterator[Replacement]:
    """Apply an operation before a function instead of after it, or a function to the whole."""
    left, right = node.left, node.right
    sign = site.sign(node.op)
    if _has_one_argument(left):
        inner = f"{site.operand(left.args[0])} {sign} {site.operand(right)}"
        yield Replacement(
            Change.BRACKETS, f"{site.text(left.func)}({', '.join([inner, *_keywords(site, left)])})"
        )
        if _has_one_argument(right) and site.text(left.func) == site.text(right.func):
            inner = f"{site.operand(left.args[0])} {sign} {site.operand(right.args[0])}"
            yield Replacement(Change.BRACKETS, f"{site.text(left.func)}({inner})")
    if _has_one_argument(right):
        inner = f"{site.operand(left)} {sign} {site.operand(right.args[0])}"
        yield Replacement(
            Change.BRACKETS, f"{site.text(right.func)}({', '.join([inner, *_keywords(site, right)])})"
        )


def _moved_out_of_call(site: MutationSite, node: ast.Call) -> Iterator[Replacement]:
    """Apply an operation after a function instead of before it, or to one side alone."""
    if not _has_one_argument(node) or not isinstance(node.args[0], ast.BinOp):
        return
    inner = node.args[0]
    left, right, sign = site.operand(inner.left), site.operand(inner.right), site.sign(inner.op)
    function = site.text(node.func)
    more = "".join(f", {one}" for one in _keywords(site, node))
    yield Replacement(Change.BRACKETS, f"{function}({left}{more}) {sign} {right}")
    yield Replacement(Change.BRACKETS, f"{left} {sign} {function}({right}{more})")
    yield Replacement(Change.BRACKETS, f"{function}({left}{more}) {sign} {function}({right}{more})")


def _exchanged_calls(site: MutationSite, node: ast.Call) -> Iterator[Replacement]:
    """Apply two functions in the other order: `f(g(a, b))` as `g(f(a), f(b))`."""
    if not _has_one_argument(node) or node.keywords or not isinstance(node.args[0], ast.Call):
        return
    inner = node.args[0]
    outer_name, inner_name = site.text(node.func), site.text(inner.func)
    arguments = [f"{outer_name}({site.text(one)})" for one in inner.args]
    if arguments and not any(isinstance(one, ast.GeneratorExp | ast.Starred) for one in inner.args):
        yield Replacement(
            Change.BRACKETS, f"{inner_name}({', '.join([*arguments, *_keywords(site, inner)])})"
        )


def _has_one_argument(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call) and len(node.args) == 1 and not isinstance(node.args[0], ast.GeneratorExp)
    )


def _keywords(site: MutationSite, node: ast.Call) -> list[str]:
    return [site.text(one) for one in node.keywords]


def _accumulated(site: MutationSite, node: ast.Assign) -> Iterator[Replacement]:
    if len(node.targets) == 1 and not isinstance(node.targets[0], ast.Tuple):
        target, value = site.text(node.targets[0]), site.text(node.value)
        yield Replacement(Change.OVERWRITTEN, f"{target} += {value}")


def _out_of_place(site: MutationSite, node: ast.AugAssign) -> Iterator[Replacement]:
    if isinstance(node.target, ast.Name):
        target = node.target.id
        value = f"{target} {site.sign(node.op)} {site.operand(node.value)}"
        yield Replacement(Change.IN_PLACE, f"{target} = {value}")


def _opposite(site: MutationSite, node: ast.expr) -> Iterator[Replacement]:
    if isinstance(site.parent, ast.If | ast.While | ast.IfExp) and site.parent.test is node:
        yield Replacement(Change.CONDITION, f"not {site.operand(node)}")


_MORE: Final[Mutators] = (
    (ast.BinOp, _other_operator),
    (ast.expr, _negated),
    (ast.expr, _opposite),
    (ast.Name, _other_name),
    (ast.Attribute, _other_attribute),
    (ast.Subscript, _other_element),
    (ast.Constant, _other_text),
    (ast.Constant, _other_number),
    (ast.Call, _other_function),
    (ast.Call, _other_axis),
    (ast.Call, _other_range),
    (ast.BinOp, _other_brackets),
    (ast.BinOp, _moved_into_call),
    (ast.Call, _moved_out_of_call),
    (ast.Call, _exchanged_calls),
    (ast.Slice, _other_slice),
    (ast.Assign, _accumulated),
    (ast.AugAssign, _out_of_place),
    (ast.expr, _transposed),
    (ast.expr, _wrapping),
    (ast.expr, _missing_factor),
    (ast.expr, _missing_term),
)
REPAIR_MUTATORS: Final[Mutators] = (*MUTATORS, *_MORE)
"""What makes repairs, those of mutants first."""
