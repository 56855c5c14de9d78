"""Look up functions, values, parameters and imports in a source text, without running it."""

import ast
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from grader.model.formatting import join_first, quote_code
from grader.submission.line_map import SourceText

__all__ = [
    "Importable",
    "find_import_notices",
    "has_function_outside_class",
    "line_of_function",
    "line_of_value",
    "names_bound_at_top",
    "parameter_names",
    "parse_or_none",
    "return_statements",
]

# Parsing a longer text costs more memory and time than the help is worth.
_MAX_PARSED: Final = 1 << 16
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES: Final = (*_FUNCTIONS, ast.ClassDef)
# Scopes whose statements do not belong to the function around them.
_INNER: Final = (*_SCOPES, ast.Lambda)
_IMPORTABLE: Final = frozenset({"numpy", "submission", *sys.stdlib_module_names})
_AUTOGRAD_LIBRARIES: Final = frozenset(
    {"autograd", "jax", "mxnet", "tensorflow", "theano", "tinygrad", "torch"}
)
_IMPORT_FUNCTIONS: Final = frozenset({"__import__", "import_module"})
_BLOCKS: Final = ("body", "orelse", "finalbody", "handlers", "cases")
_MOST_NAMED: Final = 4
_ONLY: Final = (
    "only {usable} and the standard library can be imported where submissions are graded,"
    " so a function that is graded cannot use it"
)

_Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def line_of_function(source: str, function: str) -> int | None:
    """Find the `def` line of a function.

    Args:
        source: The source text.
        function: Its name, or `Class.method`, or a qualified name such as `outer.<locals>.inner`.

    Returns:
        The line, 1 is the first; None if the text has no such function.
    """
    scope = _find(source, function)
    return scope.lineno if isinstance(scope, _FUNCTIONS) else None


# Checks of one function ask for the same few values.
@lru_cache(maxsize=128)
def line_of_value(source: str, function: str, key: str | int) -> int | None:
    """Find the line on which a function computes one of the values it returns.

    The last of these in the text counts: the entry of a dict display, `name[key] = ...`, `dict(key=...)`,
    `.update(key=...)`, or for a position the element of a returned tuple. If the entry is a plain name, the
    result is the last line before it that assigned to the name, or into it.

    Args:
        source: The source text.
        function: As for `line_of_function`.
        key: The key of the value, such as `W1`, or its position in the returned tuple, 0 is the first.

    Returns:
        The line, 1 is the first; None if the text does not show it.
    """
    nodes = _nodes_of(source, function)
    entries = [value for node in nodes for value in _entries(node, key)]
    if not entries:
        return None
    entry = max(entries, key=lambda value: (value.lineno, value.col_offset))
    if not isinstance(entry, ast.Name):
        return entry.lineno
    written = [
        node.lineno for node in nodes if isinstance(node, ast.stmt) and entry.id in _assigned_names(node)
    ]
    written += [
        node.lineno for node in nodes if isinstance(node, ast.NamedExpr) and node.target.id == entry.id
    ]
    return max((line for line in written if line <= entry.lineno), default=max(written, default=entry.lineno))


def return_statements(source: str, function: str) -> list[ast.Return]:
    """List the `return` statements of a function, without those of functions inside it.

    Args:
        source: The source text.
        function: As for `line_of_function`.
    """
    found = [node for node in _nodes_of(source, function) if isinstance(node, ast.Return)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def parameter_names(source: str) -> dict[str, tuple[str, ...]]:
    """List the parameters of each top-level function, and of the `__init__` of each class.

    Args:
        source: The source text.

    Returns:
        Parameter names, without `self`, by function or class; empty if the text is not Python.
    """
    scope = parse_or_none(source)
    named: dict[str, tuple[str, ...]] = {}
    for name, node in _scopes_in(scope).items() if scope is not None else ():
        if isinstance(node, _FUNCTIONS):
            named[name] = _parameters(node)
        elif isinstance(node, ast.ClassDef):
            methods = {inner.name: inner for inner in node.body if isinstance(inner, _FUNCTIONS)}
            init = methods.get("__init__")
            named[name] = _parameters(init)[1:] if init is not None else ()
    return named


def has_function_outside_class(source: str, name: str) -> bool:
    """Return whether a text has a function of a name, at whatever depth, that is no method of a class."""
    tree = parse_or_none(source)
    if tree is None:
        return False
    nodes = list(ast.walk(tree))
    methods = {id(inner) for node in nodes if isinstance(node, ast.ClassDef) for inner in node.body}
    return any(
        isinstance(node, _FUNCTIONS) and node.name == name and id(node) not in methods for node in nodes
    )


def names_bound_at_top(source: str) -> set[str]:
    """List the names that a text binds at top level; none if it is not Python."""
    tree = parse_or_none(source)
    names = set[str]()
    for node in _own_nodes(tree) if tree is not None else ():
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=asname):
                names.add(asname or name.partition(".")[0])
    return names


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, ...]:
    return tuple(parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args))


# In a class the next ones are read while some run.
@lru_cache(maxsize=8)
def parse_or_none(source: str) -> ast.Module | None:
    """Parse a text; return None if it is not Python, or too long."""
    if len(source) > _MAX_PARSED:
        return None
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


# Every check of a submission asks for the same few functions.
@lru_cache(maxsize=16)
def _find(source: str, function: str) -> _Scope | None:
    scope: _Scope | None = parse_or_none(source)
    for name in function.split("."):
        if scope is None:
            return None
        if name != "<locals>":
            scope = _scopes_in(scope).get(name)
    return scope


@lru_cache(maxsize=16)
def _nodes_of(source: str, function: str) -> Sequence[ast.AST]:
    """List the nodes of a function, without those of functions inside it; none if there is no function."""
    scope = _find(source, function)
    return [*_own_nodes(scope)] if isinstance(scope, _FUNCTIONS) else []


@lru_cache(maxsize=64)
def _scopes_in(scope: _Scope) -> Mapping[str, _Scope]:
    """Map the names of the functions and classes of a scope: of two the later counts, as when it runs."""
    inner = [node for node in _statements(scope, inner=False) if isinstance(node, _SCOPES)]
    return {node.name: node for node in sorted(inner, key=lambda node: node.lineno)}


def _own_nodes(scope: _Scope) -> Iterator[ast.AST]:
    """Walk the nodes of a scope without recursion; inner scopes are yielded but not entered."""
    waiting: list[ast.AST] = list(scope.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _INNER):
            waiting.extend(ast.iter_child_nodes(node))


def _entries(node: ast.AST, key: str | int) -> Iterator[ast.expr]:
    """Yield the expressions that `node` stores or returns under `key`."""
    match node:
        case ast.Dict():
            yield from (value for at, value in zip(node.keys, node.values, strict=True) if _is(at, key))
        case ast.Assign():
            yield from (_stored(target, node.value) for target in node.targets if _is_item(target, key))
        case ast.AugAssign() | ast.AnnAssign() if _is_item(node.target, key):
            # The value is the result of an augmented assignment, not what it adds.
            yield node.target
        case ast.Call():
            yield from (word.value for word in node.keywords if word.arg == key and _builds_dict(node.func))
        case ast.Return(value=ast.Tuple(elts=elements)) if type(key) is int and 0 <= key < len(elements):
            if not any(isinstance(element, ast.Starred) for element in elements[: key + 1]):
                yield elements[key]


def _stored(target: ast.expr, value: ast.expr) -> ast.expr:
    """Return the value if it is a name to follow, else the target, where the statement begins."""
    return value if isinstance(value, ast.Name) else target


def _is_item(target: ast.expr, key: str | int) -> bool:
    return isinstance(target, ast.Subscript) and _is(target.slice, key)


def _is(node: ast.expr | None, key: str | int) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is type(key) and node.value == key


def _builds_dict(called: ast.expr) -> bool:
    return (isinstance(called, ast.Name) and called.id == "dict") or (
        isinstance(called, ast.Attribute) and called.attr == "update"
    )


def _assigned_names(statement: ast.stmt) -> set[str]:
    """Return the names that a statement assigns to, or into, as `dW[0] = ...` does."""
    match statement:
        case ast.Assign(targets=targets):
            waiting = list(targets)
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target) | ast.For(target=target):
            waiting = [target]
        case ast.With(items=items):
            waiting = [item.optional_vars for item in items if item.optional_vars is not None]
        case _:
            return set()
    names: set[str] = set()
    while waiting:
        target = waiting.pop()
        match target:
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                waiting.extend(elements)
            case ast.Starred(value=inner) | ast.Subscript(value=inner):
                waiting.append(inner)
            case ast.Name(id=name):
                names.add(name)
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class Importable:
    """What an assignment lets a submission import besides NumPy and the standard library.

    Attributes:
        modules: Top-level names of the modules.
        packages: Names of the packages among what it can import.
    """

    modules: frozenset[str] = frozenset()
    packages: tuple[str, ...] = ()


def find_import_notices(text: SourceText, importable: Importable) -> tuple[str, ...]:
    """Make a notice that names the modules that cannot be imported, and their lines; empty if all can.

    It is a guess from the text: an import that never runs does no harm, and a hidden one fails in the worker.

    Args:
        text: The submission.
        importable: What the assignment lets a submission import.
    """
    lines: dict[str, int] = {}
    for name, line in sorted(_imports(text.source), key=lambda found: found[1]):
        if name not in _IMPORTABLE and name not in importable.modules:
            lines.setdefault(name, line)
    if not lines:
        return ()
    named = [f"{quote_code(f'import {name}')} ({text.lines.locate(line)})" for name, line in lines.items()]
    advice = _ONLY.format(usable=", ".join(["NumPy", *importable.packages]))
    if _AUTOGRAD_LIBRARIES & set(lines):
        advice += ", and here the derivatives are to be worked out by you"
    return (f"{join_first(named, most=_MOST_NAMED)}: {advice}.",)


def _imports(source: str) -> Iterator[tuple[str, int]]:
    """Yield the top-level name of each imported module, and the line."""
    tree = parse_or_none(source)
    if tree is None:
        return
    calls = any(name in source for name in _IMPORT_FUNCTIONS)
    for node in ast.walk(tree) if calls else _statements(tree, inner=True):
        match node:
            case ast.Import(names=names):
                yield from ((name.name.partition(".")[0], node.lineno) for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0], node.lineno
            case ast.Call(func=called, args=[ast.Constant(value=str(module)), *_]) if (
                _called_name(called) in _IMPORT_FUNCTIONS
            ):
                yield module.partition(".")[0], node.lineno


def _statements(scope: _Scope, *, inner: bool) -> Iterator[ast.AST]:
    """Walk statements alone, which are a fifth of all nodes, with the handlers and cases that hold some.

    Args:
        scope: Where to begin.
        inner: Whether to enter the scopes in it too.
    """
    waiting: deque[ast.AST] = deque(scope.body)
    while waiting:
        node = waiting.popleft()
        yield node
        if inner or not isinstance(node, _SCOPES):
            for name in _BLOCKS:
                waiting.extend(getattr(node, name, ()))


def _called_name(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
