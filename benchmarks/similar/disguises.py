"""Twenty ways to hide that a program is somebody else's; none changes what it computes."""

import ast
import builtins
import random
import re
from collections.abc import Callable
from itertools import count
from typing import Final

__all__ = ["DISGUISES"]

_GIVEN: Final = frozenset(
    {
        *dir(builtins), "np", "X", "y", "params", "z", "kind", "out", "lr", "epochs", "batch_size",
        "activation", "output_activation",
    }
)  # fmt: skip

Transform = Callable[[ast.AST], ast.AST | None]


class _Each(ast.NodeTransformer):
    """Applies a function to every node, from the leaves up."""

    def __init__(self, change: Transform) -> None:
        self._change = change

    def visit(self, node: ast.AST) -> ast.AST | None:
        self.generic_visit(node)
        return self._change(node)


def _changed(source: str, change: Transform) -> str:
    tree = _Each(change).visit(ast.parse(source))
    if tree is None:
        raise ValueError("a disguise left nothing of a program")
    return ast.unparse(ast.fix_missing_locations(tree))


def _names(source: str) -> list[str]:
    stored = {
        node.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return sorted(stored - _GIVEN)


def _renamed(source: str) -> str:
    new = {name: f"value_{number}" for number, name in enumerate(_names(source))}

    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Name) and node.id in new:
            node.id = new[node.id]
        return node

    return _changed(source, change)


def _reformatted(source: str) -> str:
    return ast.unparse(ast.parse(source)).replace("'", '"').replace("    ", "  ")


def _commented(source: str) -> str:
    lines = [
        f"{line}  # {line.strip()[:9]} as in the handout" if line.strip() else line
        for line in source.splitlines()
    ]
    return re.sub(
        r"^(def .*:).*$", r'\1\n    """Do what the handout says."""', "\n".join(lines), flags=re.MULTILINE
    )


def _reordered(source: str) -> str:
    first, *functions = source.split("\n\ndef ")
    return "\n\ndef ".join([first, *reversed(functions)])


def _annotated(source: str) -> str:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.arg):
            node.annotation = ast.Name("object", ast.Load())
        if isinstance(node, ast.FunctionDef):
            node.returns = ast.Name("object", ast.Load())
        return node

    return _changed(source, change)


def _with_temporaries(source: str) -> str:
    """Store the value of each assignment and return of an operation in a variable before."""
    numbers = count()

    def change(node: ast.AST) -> ast.AST:
        for field in ("body", "orelse"):
            body = getattr(node, field, None)
            if isinstance(body, list):
                setattr(node, field, [one for statement in body for one in stored(statement)])
        return node

    def stored(statement: ast.stmt) -> list[ast.stmt]:
        value = getattr(statement, "value", None)
        if not isinstance(statement, ast.Assign | ast.Return) or not isinstance(value, ast.BinOp):
            return [statement]
        name = f"step_{next(numbers)}"
        statement.value = ast.BinOp(ast.Name(name, ast.Load()), value.op, value.right)
        return [ast.Assign([ast.Name(name, ast.Store())], value.left), statement]

    return _changed(source, change)


def _multiplied(source: str) -> str:
    def change(node: ast.AST) -> ast.AST:
        match node:
            case ast.BinOp(left=ast.Name() as left, op=ast.Pow(), right=ast.Constant(value=2)):
                return ast.BinOp(left, ast.Mult(), left)
            case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=2)):
                return _call("square", left)
            case _:
                return node

    return _changed(source, change)


def _as_functions(source: str) -> str:
    names = {ast.MatMult: "matmul", ast.Mult: "multiply", ast.Sub: "subtract"}

    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.BinOp) and type(node.op) in names and not _is_list(node):
            return _call(names[type(node.op)], node.left, node.right)
        return node

    return _changed(source, change)


def _as_methods(source: str) -> str:
    def change(node: ast.AST) -> ast.AST:
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="np"), attr="sum" | "mean" | "dot" as name),
                args=[first, *rest],
            ):
                if not isinstance(first, ast.GeneratorExp | ast.List | ast.ListComp):
                    return ast.Call(ast.Attribute(first, name, ast.Load()), rest, node.keywords)
        return node

    return _changed(source, change)


def _swapped(source: str) -> str:
    def change(node: ast.AST) -> ast.AST:
        match node:
            case ast.BinOp(op=ast.Add() | ast.Mult()) if not _is_list(node):
                node.left, node.right = node.right, node.left
            case ast.Compare(ops=[ast.Gt()], comparators=[right]):
                return ast.Compare(right, [ast.Lt()], [node.left])
            case ast.Compare(ops=[ast.Eq()], comparators=[right]):
                return ast.Compare(right, [ast.Eq()], [node.left])
        return node

    return _changed(source, change)


def _imported_otherwise(source: str) -> str:
    return re.sub(r"\bnp\b", "xp", source).replace(
        "import numpy as xp", "import numpy as xp\nfrom math import pi"
    )


def _guarded(source: str) -> str:
    """Put checks and prints that do nothing at the head of every function."""
    return re.sub(
        r"^(def .*:)$", r"\1\n    assert True, 'always'\n    print('', end='')", source, flags=re.MULTILINE
    )


def _with_dead_code(source: str) -> str:
    return re.sub(
        r"^(def .*:)$",
        r"\1\n    debug = []\n    if len(debug) > 3:\n        debug = debug[1:]",
        source,
        flags=re.MULTILINE,
    )


def _inverted(source: str) -> str:
    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.If) and node.orelse:
            return ast.If(ast.UnaryOp(ast.Not(), node.test), node.orelse, node.body)
        return node

    return _changed(source, change)


def _in_a_class(source: str) -> str:
    """Move every function into a class and leave a name for it outside."""
    first, *functions = source.split("\n\ndef ")
    names = [one.partition("(")[0] for one in functions]
    moved = [
        "    @staticmethod\n" + "\n".join(f"    {line}" for line in f"def {one}".splitlines())
        for one in functions
    ]
    given = [f"{name} = Network.{name}" for name in names]
    return "\n\n".join([first, "class Network:", *moved, "\n".join(given)]) + "\n"


def _wrapped(source: str) -> str:
    """Give every function an inner one that does the work."""

    def change(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.FunctionDef):
            inner = ast.FunctionDef("work", ast.arguments([], [], None, [], [], None, []), node.body, [])
            node.body = [inner, ast.Return(ast.Call(ast.Name("work", ast.Load()), [], []))]
        return node

    return _changed(source, change)


def _other_numbers(source: str) -> str:
    def change(node: ast.AST) -> ast.AST:
        match node:
            case ast.Constant(value=0.5):
                return ast.BinOp(ast.Constant(1), ast.Div(), ast.Constant(2))
            case ast.Constant(value=1.0) if isinstance(node.value, float):
                return ast.Constant(1)
            case _:
                return node

    return _changed(source, change)


def _other_words(source: str) -> str:
    return source.replace("unknown", "there is no such").replace("f'", 'f"').replace("}')", '}")')


def _half(source: str, own: str) -> str:
    """Keep three functions that somebody else wrote, and write the others oneself."""
    taken = {"loss", "loss_grad", "backward"}
    parts = {one.partition("(")[0]: one for one in source.split("\n\ndef ")[1:]}
    first, *mine = own.split("\n\ndef ")
    return "\n\ndef ".join(
        [first, *(parts[name] if (name := one.partition("(")[0]) in taken else one for one in mine)]
    )


def _all_at_once(source: str) -> str:
    for disguise in (
        _with_temporaries,
        _multiplied,
        _as_functions,
        _swapped,
        _inverted,
        _annotated,
        _renamed,
    ):
        source = disguise(source)
    return _commented(_reordered(source.replace("\ndef ", "\n\ndef ")))


def _shuffled(source: str) -> str:
    """Rename by chance, move functions by chance, and change every quote and space."""
    first, *functions = _renamed(source).replace("\ndef ", "\n\ndef ").split("\n\ndef ")
    random.Random(7).shuffle(functions)  # noqa: S311  # any order will do
    return "\n\ndef ".join([first, *functions])


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), list(arguments), [])


def _is_list(node: ast.BinOp) -> bool:
    """Say whether an operation is one of lists, whose order matters."""
    return any(isinstance(one, ast.List | ast.ListComp) for one in (node.left, node.right))


DISGUISES: Final[dict[str, Callable[[str, str], str]]] = {
    "nothing": lambda source, _: source,
    "variables renamed": lambda source, _: _renamed(source),
    "reformatted": lambda source, _: _reformatted(source),
    "comments and docstrings": lambda source, _: _commented(source),
    "functions moved": lambda source, _: _reordered(source),
    "renamed and moved": lambda source, _: _shuffled(source),
    "annotated": lambda source, _: _annotated(source),
    "more variables": lambda source, _: _with_temporaries(source),
    "powers multiplied out": lambda source, _: _multiplied(source),
    "functions for operators": lambda source, _: _as_functions(source),
    "methods for functions": lambda source, _: _as_methods(source),
    "operands swapped": lambda source, _: _swapped(source),
    "imported otherwise": lambda source, _: _imported_otherwise(source),
    "checks and prints added": lambda source, _: _guarded(source),
    "dead code added": lambda source, _: _with_dead_code(source),
    "conditions inverted": lambda source, _: _inverted(source),
    "moved into a class": lambda source, _: _in_a_class(source),
    "inner functions": lambda source, _: _wrapped(source),
    "numbers and texts rewritten": lambda source, _: _other_words(_other_numbers(source)),
    "three functions of seven": _half,
    "nearly all of this at once": lambda source, _: _all_at_once(source),
}
"""By name, what turns somebody's program into a copy; the second text is an honest answer of the copier's."""
