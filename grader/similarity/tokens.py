"""A program as tokens in which names, layout, comments and ways of writing the same no longer show.

Who hides that a program is a copy changes what costs nothing: names, the order of functions, line breaks,
`x ** 2` for `x * x`, a variable more or less. So each function is read as Python reads it, brought to one
form, and written as a list of tokens that know the line they come from.
"""

import ast
import builtins
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

__all__ = ["Token", "read_functions"]

_BUILTINS: Final = frozenset(dir(builtins))
_METHODS: Final = frozenset({*dir(np.ndarray), *dir(list), *dir(dict), *dir(str)})
# What NumPy offers as a function and as an operator.
_AS_OPERATOR: Final = {
    "add": ast.Add, "subtract": ast.Sub, "multiply": ast.Mult, "divide": ast.Div, "true_divide": ast.Div,
    "matmul": ast.MatMult, "dot": ast.MatMult, "power": ast.Pow,
}  # fmt: skip
_MIRRORED: Final = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}
_COMMUTES: Final = (ast.Add, ast.Mult)
_SAYS_NOTHING: Final = (ast.Import, ast.ImportFrom, ast.Pass, ast.Assert, ast.Global, ast.Nonlocal)


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        text: What it says.
        line: The line it comes from, from 1.
    """

    text: str
    line: int


def read_functions(source: str) -> list[list[Token]]:
    """Read a program as the tokens of each of its functions; what stands outside is one more.

    Args:
        source: The text of a program.

    Returns:
        The functions' tokens; nothing where the text is no Python.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    modules = dict(_imported(tree))
    units: list[list[ast.stmt]] = [[]]
    _split(tree.body, units)
    try:
        return [tokens for unit in units if (tokens := list(_Writer(modules).write_all(_inlined(unit))))]
    except RecursionError:
        return []


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the names that stand for modules and what is imported from them, with what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for one in node.names:
                yield one.asname or one.name, one.name.partition(".")[2] or one.name


def _split(body: Sequence[ast.stmt], units: list[list[ast.stmt]]) -> None:
    """Give every function a unit of its own, wherever it stands: its place says nothing."""
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                units.append([statement])
            case ast.ClassDef():
                _split(statement.body, units)
            case _:
                units[0].append(statement)


def _inlined(unit: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Put what is stored in a variable once and used once in its place."""
    stored: dict[str, ast.expr] = {}
    stores: Counter[str] = Counter()
    loads: Counter[str] = Counter()
    for node in (each for statement in unit for each in ast.walk(statement)):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                stored[name] = value
            case ast.arg(arg=name):
                stores[name] += 1
            case _:
                pass
        if isinstance(node, ast.Name):
            (loads if isinstance(node.ctx, ast.Load) else stores)[node.id] += 1
    once = {name: value for name, value in stored.items() if stores[name] == 1 and loads[name] == 1}
    inliner = _Inliner(once)
    return [done for statement in unit if isinstance(done := inliner.visit(statement), ast.stmt)]


class _Inliner(ast.NodeTransformer):
    """Replaces variables by what is stored in them, and removes where that was done.

    Args:
        values: What is stored, by name.
    """

    def __init__(self, values: dict[str, ast.expr]) -> None:
        self._values = values
        self._open: set[str] = set()

    def visit_Name(self, node: ast.Name) -> ast.expr:  # named by `ast`
        if node.id not in self._values or not isinstance(node.ctx, ast.Load) or node.id in self._open:
            return node
        # A loop reads what it has stored the time before.
        self._open.add(node.id)
        value: ast.expr = self.visit(self._values[node.id])
        self._open.discard(node.id)
        return value

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | None:  # named by `ast`
        match node.targets:
            case [ast.Name(id=name)] if name in self._values:
                return None
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt | None:  # named by `ast`
        match node.target:
            case ast.Name(id=name) if name in self._values:
                return None
        self.generic_visit(node)
        return node


class _Writer:
    """Writes statements and expressions as tokens.

    Args:
        modules: What imported names stand for.
    """

    def __init__(self, modules: dict[str, str]) -> None:
        self._modules = modules

    def write_all(self, nodes: Sequence[ast.AST]) -> Iterator[Token]:
        for node in nodes:
            yield from self.write(node)

    def write(self, node: ast.AST) -> Iterator[Token]:  # noqa: C901, PLR0912  # one case for each kind of node
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Expr(value=ast.Constant()):
                return
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
                return
            case ast.FunctionDef(args=arguments, body=body) | ast.AsyncFunctionDef(args=arguments, body=body):
                count = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
                yield Token(f"def {count}", line)
                yield from self.write_all(body)
            case ast.Assign(targets=targets, value=value):
                yield from self._write("=", line, *targets, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from self._write("=", line, target, value)
            case ast.AugAssign(target=target, op=operator, value=value):
                yield Token("=", line)
                yield from self.write(target)
                yield from self._write_operation(operator, [target, value], line)
            case ast.BinOp(left=left, op=operator, right=right):
                yield from self._write_operation(operator, [left, right], line)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                yield Token(f"{-float(number):g}", line)
            case ast.Compare(left=left, ops=[ast.Gt() | ast.GtE() as operator], comparators=[right]):
                yield from self._write(_MIRRORED[type(operator)].__name__, line, right, left)
            case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE() as operator], comparators=[right]):
                yield from self._write(type(operator).__name__, line, left, right)
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as operator], comparators=[right]):
                yield Token(type(operator).__name__, line)
                yield from self._write_in_our_order([left, right])
            case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test), body=body, orelse=[_, *_] as orelse):
                yield from self._write("If", line, test, *orelse, *body)
            case ast.Call():
                yield from self._write_call(node)
            case ast.Attribute(value=value, attr="T"):
                yield from self._write("call transpose", line, value)
            case ast.Attribute(value=value, attr=name):
                yield Token(self._attribute(value, name), line)
                if not self._is_module(value):
                    yield from self.write(value)
            case ast.Name(id=name):
                known = self._modules.get(name, name if name in _BUILTINS else "v")
                yield Token(known, line)
            case ast.Constant(value=bool() | None as value):
                yield Token(str(value), line)
            case ast.Constant(value=int() | float() as value):
                yield Token(f"{float(value):g}", line)
            case ast.Constant():
                yield Token("s", line)
            case ast.arguments() | ast.expr_context() | ast.operator():
                return
            case _ if isinstance(node, _SAYS_NOTHING):
                return
            case _:
                yield from self._write(type(node).__name__, line, *ast.iter_child_nodes(node))

    def _write(self, text: str, line: int, *nodes: ast.AST) -> Iterator[Token]:
        yield Token(text, line)
        yield from self.write_all(nodes)

    def _write_operation(
        self, operator: ast.operator, operands: Sequence[ast.expr], line: int
    ) -> Iterator[Token]:
        """Write an operation; where the order of operands says nothing, they stand in an order of ours."""
        kind = type(operator)
        flat = list(_flattened(kind, operands)) if kind in _COMMUTES else list(operands)
        written = [list(self.write(one)) for one in flat]
        texts = [[token.text for token in one] for one in written]
        if (kind is ast.Mult and len(texts) == 2 and texts[0] == texts[1]) or (
            kind is ast.Pow and texts[1] == ["2"]
        ):
            yield Token("square", line)
            yield from written[0]
            return
        yield Token(kind.__name__, line)
        if kind in _COMMUTES:
            yield from self._write_in_our_order(flat)
            return
        for one in written:
            yield from one

    def _write_in_our_order(self, nodes: Sequence[ast.expr]) -> Iterator[Token]:
        written = [list(self.write(one)) for one in nodes]
        for one in sorted(written, key=lambda tokens: [token.text for token in tokens]):
            yield from one

    def _write_call(self, node: ast.Call) -> Iterator[Token]:
        """Write a call; `np.sum(x)` and `x.sum()` are one."""
        function, operands = node.func, list(node.args)
        if isinstance(function, ast.Attribute):
            name = function.attr
            if not self._is_module(function.value):
                operands.insert(0, function.value)
            if name in _AS_OPERATOR and len(operands) == 2:
                yield from self._write_operation(_AS_OPERATOR[name](), operands, node.lineno)
                return
            if name == "square" and len(operands) == 1:
                yield from self._write("square", node.lineno, *operands)
                return
            yield Token(f"call {self._attribute(function.value, name)}", node.lineno)
        else:
            yield Token("call", node.lineno)
            yield from self.write(function)
        yield from self.write_all(operands)
        for keyword in sorted(node.keywords, key=lambda one: one.arg or ""):
            yield Token(f"{keyword.arg}=", node.lineno)
            yield from self.write(keyword.value)

    def _is_module(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self._modules

    def _attribute(self, value: ast.expr, name: str) -> str:
        return name if name in _METHODS or self._is_module(value) else "a"


def _flattened(kind: type[ast.operator], operands: Sequence[ast.expr]) -> Iterator[ast.expr]:
    for one in operands:
        if isinstance(one, ast.BinOp) and isinstance(one.op, kind):
            yield from _flattened(kind, [one.left, one.right])
        else:
            yield one
