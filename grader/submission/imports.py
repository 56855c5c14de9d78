"""What a submission imports that is not there where it is graded, told before it fails there."""

import ast
import sys
from collections.abc import Iterator
from typing import Final

from grader.submission.lines import SourceText
from grader.submission.where import parsed
from grader.submission.wording import listed, quoted

__all__ = ["notices_of_imports"]

_THERE: Final = frozenset({"numpy", "submission", *sys.stdlib_module_names})
_DIFFERENTIATE: Final = frozenset({"autograd", "jax", "mxnet", "tensorflow", "theano", "tinygrad", "torch"})
_DYNAMIC: Final = frozenset({"__import__", "import_module"})
_MOST_NAMED: Final = 4


def notices_of_imports(text: SourceText) -> tuple[str, ...]:
    """Say which modules cannot be imported, and where; nothing if all can.

    A guess from the text alone: an import that never runs does no harm, and one that is hidden well is not
    seen here, but fails in the worker all the same.
    """
    tree = parsed(text.source)
    lines: dict[str, int] = {}
    for name, line in sorted(_imports(tree), key=lambda found: found[1]) if tree is not None else ():
        if name not in _THERE:
            lines.setdefault(name, line)
    if not lines:
        return ()
    named = [f"{quoted(f'import {name}')} ({text.lines.locate(line)})" for name, line in lines.items()]
    advice = "only NumPy and the standard library can be imported where submissions are graded"
    if _DIFFERENTIATE & set(lines):
        advice += ", and here the derivatives are to be worked out by you"
    return (f"{listed(named, most=_MOST_NAMED)}: {advice}.",)


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give the top-level name of each imported module, and the line."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((name.name.partition(".")[0], node.lineno) for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0], node.lineno
            case ast.Call(func=called, args=[ast.Constant(value=str(module)), *_]) if (
                _name(called) in _DYNAMIC
            ):
                yield module.partition(".")[0], node.lineno


def _name(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
