"""What a check has written with objects of the submission, as Python that its reader can run.

`x = Value(1.7); y = x ** 3; y.backward()` is read off the operations that a suite asks for, so that a report
shows the operator that failed, and not only the method that was called last.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from string import ascii_lowercase
from typing import Final

import numpy as np

__all__ = ["UNKNOWN", "Expression", "Transcript"]

_LARGEST: Final = 60
_MOST_EVENTS: Final = 24
_PLAIN: Final = bool | int | float | str | np.integer | np.floating | None
_BINARY: Final[Mapping[str, type[ast.operator]]] = {
    "add": ast.Add,
    "sub": ast.Sub,
    "mul": ast.Mult,
    "truediv": ast.Div,
    "floordiv": ast.FloorDiv,
    "mod": ast.Mod,
    "pow": ast.Pow,
    "matmul": ast.MatMult,
}
_UNARY: Final[Mapping[str, type[ast.unaryop]]] = {"neg": ast.USub, "pos": ast.UAdd}

_Build = Callable[[Sequence[ast.expr]], ast.expr]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expression:
    """How an object of the submission came about.

    Attributes:
        build: Makes Python of what its parts are written as; None where it cannot be written.
        parts: The objects and plain values that it is made of.
        size: How many operations there are in it, those of its parts included.
        changes: The operator of an assignment such as `s += b`; None for all else.
    """

    build: _Build | None = None
    parts: tuple[object, ...] = ()
    size: int = 1
    changes: ast.operator | None = None

    @property
    def inner(self) -> Iterator["Expression"]:
        """The objects among its parts."""
        return (one for one in self.parts if isinstance(one, Expression))


UNKNOWN: Final = Expression()
"""An object that came about in a way that is not followed."""


class Transcript:
    """Takes down what one check does with objects, and writes it as Python.

    Attributes:
        has_operators: Whether an operator was used; without one, calls with their arguments say it all.
    """

    def __init__(self) -> None:
        self.has_operators = False
        self._events: list[tuple[Expression, str]] = []
        self._last: Expression | None = None

    def name(self, name: str) -> Expression:
        """Take down that a name of the submission was looked up."""
        return _make(lambda _: ast.Name(name))

    def attribute(self, owner: Expression, name: str) -> Expression:
        """Take down that an attribute was looked up."""
        self._last = owner
        return _make(lambda nodes: ast.Attribute(nodes[0], name), owner)

    def operation(self, verb: str, *operands: object) -> Expression:
        """Take down an operator, such as `x ** 3`."""
        self.has_operators = True
        self._last = _operation(verb, operands)
        return self._last

    def call(self, target: Expression, args: Sequence[object], kwargs: Mapping[str, object]) -> Expression:
        """Take down a call, which may change the objects that it meets."""
        count, names = len(args), list(kwargs)

        def build(nodes: Sequence[ast.expr]) -> ast.expr:
            called, given, named = nodes[0], nodes[1 : count + 1], nodes[count + 1 :]
            keywords = [ast.keyword(name, node) for name, node in zip(names, named, strict=True)]
            return ast.Call(called, [*given], keywords)

        made = _make(build, target, *args, *kwargs.values())
        self._note(made)
        return made

    def assign(self, name: str, value: Expression) -> None:
        """Take down that the suite calls an object by a name."""
        self._note(value, name)

    def text(self) -> str:
        """Write all of it on one line; empty where that would be too much, or something is not known."""
        events = list(self._events)
        if self._last is not None:
            events.append((self._last, ""))
        named = {id(one) for one, name in events if name}
        reached = list(_reached(one for one, _ in events))
        is_known = all(
            one.build is not None and one.size <= _LARGEST and (one.changes is None or id(one) in named)
            for one in reached
        )
        return _Writer(events).write() if is_known and len(events) <= _MOST_EVENTS else ""

    def _note(self, expression: Expression, name: str = "") -> None:
        if len(self._events) <= _MOST_EVENTS:
            self._events.append((expression, name))


def _make(build: _Build, *parts: object, changes: ast.operator | None = None) -> Expression:
    is_known = all(isinstance(one, Expression | _PLAIN) for one in parts)
    size = 1 + sum(one.size for one in parts if isinstance(one, Expression))
    return Expression(build=build if is_known else None, parts=parts, size=size, changes=changes)


def _operation(verb: str, operands: tuple[object, ...]) -> Expression:
    if verb == "abs":
        return _make(lambda nodes: ast.Call(ast.Name("abs"), [*nodes], []), *operands)
    if verb in _UNARY:
        return _make(lambda nodes: ast.UnaryOp(_UNARY[verb](), nodes[0]), *operands)
    operator = _BINARY[verb if verb in _BINARY else verb.removeprefix("i")]()
    changes = None if verb in _BINARY else operator
    return _make(lambda nodes: ast.BinOp(nodes[0], operator, nodes[1]), *operands, changes=changes)


def _reached(expressions: Iterator[Expression]) -> Iterator[Expression]:
    """Yield expressions and what they are made of, each once."""
    waiting, seen = list(expressions), set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            waiting.extend(one.inner)
            yield one


class _Writer:
    """Writes what was done in order: what is used again gets a name, and all else stands where it is used.

    Args:
        events: What was made, called or named, each with the name that it got.
    """

    def __init__(self, events: Sequence[tuple[Expression, str]]) -> None:
        self._events = events
        self._used = Counter(
            id(inner) for one in _reached(iter(one for one, _ in events)) for inner in one.inner
        )
        taken = {name for _, name in events}
        letters = ("".join(one) for size in (1, 2) for one in product(ascii_lowercase, repeat=size))
        self._free = (letter for letter in letters if letter not in taken)
        self._names: dict[int, list[str]] = {}
        self._lines: list[ast.stmt] = []

    def write(self) -> str:
        """Write the statements."""
        for expression, name in self._events:
            if name:
                self._assign(name, expression)
            elif not self._used[id(expression)] and id(expression) not in self._names:
                self._lines.append(ast.Expr(self._node(expression)))
                self._names[id(expression)] = []
        return "; ".join(ast.unparse(ast.fix_missing_locations(line)) for line in self._lines)

    def _assign(self, name: str, expression: Expression) -> None:
        target = ast.Name(name, ast.Store())
        first = next(iter(expression.parts), None)
        if expression.changes is not None and name in self._names.get(id(first), []):
            self._lines.append(ast.AugAssign(target, expression.changes, self._node(expression.parts[1])))
        else:
            is_new = not self._names.get(id(expression))
            value = self._written(expression) if is_new else self._node(expression)
            self._lines.append(ast.Assign([target], value))
        for names in self._names.values():  # it stands for another object from here on
            if name in names:
                names.remove(name)
        self._names.setdefault(id(expression), []).append(name)

    def _node(self, part: object) -> ast.expr:
        if not isinstance(part, Expression):
            return _constant(part)
        if names := self._names.get(id(part)):
            return ast.Name(names[0])
        node = self._written(part)
        if self._used[id(part)] > 1 and isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call):
            name = next(self._free)
            self._lines.append(ast.Assign([ast.Name(name, ast.Store())], node))
            self._names[id(part)] = [name]
            return ast.Name(name)
        return node

    def _written(self, expression: Expression) -> ast.expr:
        if expression.build is None:
            raise ValueError("an expression that is not known cannot be written")
        return expression.build([self._node(one) for one in expression.parts])


def _constant(value: object) -> ast.expr:
    """Write a plain value; a minus sign binds as the operator that it is."""
    if isinstance(value, int | float) and type(value) in (int, float) and value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)  # type: ignore[arg-type]  # a scalar of NumPy is written as NumPy writes it
