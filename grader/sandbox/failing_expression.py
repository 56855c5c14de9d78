"""Describe an expression that raised by names, kinds and shapes, without running student code."""

import ast
import inspect
import linecache
from collections.abc import Iterator
from itertools import islice
from types import FrameType, ModuleType, TracebackType
from typing import Any, Final

import numpy as np

from grader.wire.codec import type_name

__all__ = ["failing_expression"]

_OPERANDS: Final = 8
_KEY_LENGTH: Final = 60
_EXPRESSION_LENGTH: Final = 200
_KEYS: Final = 12
_ENTRIES: Final = 1 << 10
_NOT_FOUND: Final = object()
# Names inside these are their own and may hide the frame's.
_SCOPES: Final = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

_Scopes = tuple[dict[str, Any], ...]


def failing_expression(trace: TracebackType) -> dict[str, Any]:
    """Describe the expression at which a frame of the student's raised.

    Args:
        trace: The frame's entry of the traceback.

    Returns:
        `expression`, its text; and `operands`, for every name in it, and every `name["key"]` and `name.T`,
        the text, the kind, the shape and the keys. Empty where the expression is unknown.
    """
    try:
        text = _text(trace)
        scopes = _scopes(trace.tb_frame)
        chains = islice(_chains(text, scopes), _OPERANDS)
        operands = {name: _describe(name, value) for name, value in chains}
    except Exception:  # noqa: BLE001  # an error without operands is better than none
        return {}
    return {"expression": text, "operands": [*operands.values()]}


def _text(trace: TracebackType) -> str:
    """Cut the expression out of the source; empty if there is none, or it is too long."""
    code = trace.tb_frame.f_code
    position = next(islice(code.co_positions(), trace.tb_lasti // 2, None), (None,) * 4)
    first, last, start, end = position
    if first is None or last is None or start is None or end is None or last - first > _OPERANDS:
        return ""
    source = "".join(linecache.cache[code.co_filename][2])  # type: ignore[misc]  # put there by the worker
    lines = [line.encode() for line in source.split("\n")[first - 1 : last]]
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    text = b"\n".join(lines).decode()
    return text if len(text) <= _EXPRESSION_LENGTH else ""


def _scopes(frame: FrameType) -> _Scopes:
    """Return the frame's scopes, inner before outer, without those whose lookup may run code."""
    optimized = bool(frame.f_code.co_flags & inspect.CO_OPTIMIZED)
    inner = dict(frame.f_locals) if optimized else frame.f_locals
    return tuple(scope for scope in (inner, frame.f_globals) if type(scope) is dict)


def _chains(text: str, scopes: _Scopes) -> Iterator[tuple[str, Any]]:
    """Find the names of an expression with their values, in the order of the text."""
    wrapped = f"({text}\n)"
    try:
        tree: ast.AST = ast.parse(wrapped, mode="eval")
    except SyntaxError:  # a statement, such as `w -= step`
        wrapped = text
        tree = ast.parse(wrapped)
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        value = _look_up(node, scopes)
        if value is _NOT_FOUND:
            children = () if isinstance(node, _SCOPES) else ast.iter_child_nodes(node)
            waiting += reversed([*children])
        elif not isinstance(value, ModuleType):
            yield ast.get_source_segment(wrapped, node) or "", value


def _look_up(node: ast.AST, scopes: _Scopes) -> Any:
    """Look up a name, a constant key of a built-in container or a transposed array."""
    if isinstance(node, ast.Name):
        return next((scope[node.id] for scope in scopes if node.id in scope), _NOT_FOUND)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        owner = _look_up(node.value, scopes)
        return owner.T if type(owner) is np.ndarray else _NOT_FOUND
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return _entry(_look_up(node.value, scopes), node.slice.value)
    return _NOT_FOUND


def _entry(owner: Any, key: object) -> Any:
    if type(owner) is dict and type(key) is str and _has_text_keys(owner):
        return owner.get(key, _NOT_FOUND)
    if type(owner) in (list, tuple) and type(key) is int and 0 <= key < len(owner):
        return owner[key]
    return _NOT_FOUND


def _has_text_keys(owner: dict[Any, Any]) -> bool:
    """Return whether all keys are strings: a key of a student's class may run code when compared."""
    return len(owner) <= _ENTRIES and all(type(key) is str for key in owner)


def _describe(name: str, value: Any) -> tuple[str, str, tuple[int, ...] | None, list[str]]:
    kind = type(value)
    if kind is np.ndarray:
        return name, type_name(value), value.shape, []
    if kind in (list, tuple):
        return name, type_name(value), (len(value),), []
    keys = (
        [key[:_KEY_LENGTH] for key in islice(value, _KEYS)] if kind is dict and _has_text_keys(value) else []
    )
    return name, type_name(value), None, keys
