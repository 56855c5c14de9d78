"""The words of a function: what stands for what it computes with, and may stand in another's place."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeGuard

from grader.mutation.program_functions import Function

__all__ = ["Vocabulary", "is_module", "list_names", "list_words"]

_MODULES: Final = ("np", "numpy", "math")
_NO_WORD: Final = ("np.", "numpy.", "range(", "print(")
_MOST_WORDS: Final = 24
_MOST_SIZES: Final = 3
_LONGEST_WORD: Final = 24
_LONGEST_TEXT: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of a function, as they are written.

    Attributes:
        names: Groups of interchangeable names: its parameters among themselves, and its variables.
        words: Names, attributes, entries and sizes; only where repairs are made, as all that follows.
        attributes: Names of attributes.
        functions: Names of the functions of the program.
        texts: Short texts, in quotes.
    """

    names: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def list_names(function: Function) -> Vocabulary:
    """List the parameters of a function, and its variables in the order of their first use."""
    parameters = tuple(one.arg for one in _parameters(function))
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    bound = dict.fromkeys(node.id for node in names if isinstance(node.ctx, ast.Store))
    return Vocabulary(names=(parameters, tuple(name for name in bound if name not in parameters)))


def list_words(function: Function, text: Callable[[ast.AST], str], functions: Iterable[str]) -> Vocabulary:
    """List everything that a function computes with, and the sizes of its first parameters.

    Args:
        function: The function.
        text: Returns the text of a node.
        functions: Names of the functions of the program.
    """
    nodes = list(ast.walk(function))
    called = {id(one.func) for one in nodes if isinstance(one, ast.Call)}
    used = [one for one in nodes if id(one) not in called]
    parameters = [one.arg for one in _parameters(function) if one.arg != "self"]
    words = dict.fromkeys(parameters)
    words |= dict.fromkeys(word for one in used if _stands_for_a_value(one) and _is_word(word := text(one)))
    words |= dict.fromkeys(f"len({name})" for name in parameters[:_MOST_SIZES])
    return Vocabulary(
        words=tuple(words)[:_MOST_WORDS],
        attributes=tuple(dict.fromkeys(one.attr for one in used if _is_own_attribute(one))),
        functions=tuple(functions),
        texts=tuple(dict.fromkeys(text(one) for one in nodes if _is_short_text(one))),
    )


def is_module(node: ast.AST) -> bool:
    """Tell whether a node is the name of a module whose functions programs call by it."""
    return isinstance(node, ast.Name) and node.id in _MODULES


def _parameters(function: Function) -> list[ast.arg]:
    return [*function.args.args, *function.args.kwonlyargs]


def _stands_for_a_value(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call) and not is_module(node)


def _is_word(text: str) -> bool:
    return (
        len(text) <= _LONGEST_WORD and "\n" not in text and text != "self" and not text.startswith(_NO_WORD)
    )


def _is_own_attribute(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and not is_module(node.value)


def _is_short_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < _LONGEST_TEXT
