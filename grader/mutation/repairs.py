"""Possible repairs of a submission: one small change each, the likeliest first."""

import ast
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from grader.mutation.mutators import Change, MutationSite, Replacement, find_replacements, is_module
from grader.mutation.program_functions import Function, find_functions
from grader.mutation.program_text import Mutant, ProgramText, walk_mutable
from grader.mutation.regions import Region
from grader.mutation.repair_mutators import REPAIR_MUTATORS
from grader.mutation.statement_moves import move_statements

__all__ = ["make_repairs", "reachable_functions"]

_LIKELIEST: Final = {change: rank for rank, change in enumerate(Change)}
_MOST_ATOMS: Final = 24
_LONGEST_ATOM: Final = 24
_MOST_SIZES: Final = 3
_LONGEST_TEXT: Final = 20


def make_repairs(source: str, regions: Sequence[Region]) -> Iterator[Mutant]:
    """Make every possible repair of a program, the likeliest kind of change first.

    Args:
        source: Text of the program.
        regions: Where it may be changed.
    """
    program = ProgramText(source)
    known = find_functions(ast.parse(source))
    tops = tuple(name for name in known if "." not in name)
    planned: list[tuple[int, str, MutationSite, Replacement]] = []
    for name in dict.fromkeys(one.function for one in regions):
        mine = [one for one in regions if one.function == name]
        for site in _sites(program, known[name], tops, mine):
            planned += [
                (_LIKELIEST[one.change], name, site, one) for one in find_replacements(site, REPAIR_MUTATORS)
            ]
    moves = [
        (_LIKELIEST[one.change], one)
        for name in dict.fromkeys(one.function for one in regions)
        for one in move_statements(source, name, known[name])
    ]
    seen = {source}
    ways: list[tuple[int, Callable[[], Mutant]]] = [
        *(
            (rank, partial(program.mutant, name, site, replacement))
            for rank, name, site, replacement in planned
        ),
        *((rank, lambda one=one: one) for rank, one in moves),
    ]
    for _, make in sorted(ways, key=lambda one: one[0]):
        mutant = make()
        if mutant.source not in seen:
            seen.add(mutant.source)
            yield mutant


def reachable_functions(source: str, names: Sequence[str]) -> list[str]:
    """List functions and those that they use, directly or not, nearest first."""
    known = find_functions(ast.parse(source))
    by_last: dict[str, list[str]] = {}
    for name in known:
        by_last.setdefault(name.rpartition(".")[2], []).append(name)
    found = dict.fromkeys(name for name in names if name in known)
    waiting = deque(found)
    while waiting:
        for node in ast.walk(known[waiting.popleft()]):
            for one in by_last.get(_word(node), ()):
                if one not in found:
                    found[one] = None
                    waiting.append(one)
    return list(found)


def _word(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _sites(
    program: ProgramText, function: Function, tops: tuple[str, ...], regions: Sequence[Region]
) -> Iterator[MutationSite]:
    vocabulary = _vocabulary(program, function)
    for node, parent in walk_mutable(function):
        if not hasattr(node, "lineno") or isinstance(node, ast.arg):
            continue
        begin, end = program.span(node)
        if any(region.covers(begin, end) for region in regions):
            yield MutationSite(
                node=node,
                parent=parent,
                names=((), ()),
                text=program.text_of,
                atoms=vocabulary.atoms,
                attributes=vocabulary.attributes,
                functions=tops,
                texts=vocabulary.texts,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vocabulary:
    atoms: tuple[str, ...]
    attributes: tuple[str, ...]
    texts: tuple[str, ...]


def _vocabulary(program: ProgramText, function: Function) -> _Vocabulary:
    """List what a function computes with: its parameters and variables, their attributes and sizes."""
    nodes = list(ast.walk(function))
    called = {id(one.func) for one in nodes if isinstance(one, ast.Call)}
    arguments = (*function.args.args, *function.args.kwonlyargs)
    atoms = dict.fromkeys(one.arg for one in arguments if one.arg != "self")
    attributes: dict[str, None] = {}
    texts: dict[str, None] = {}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < _LONGEST_TEXT:
            texts[program.text_of(node)] = None
        if (
            id(node) in called
            or is_module(node)
            or not isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
        ):
            continue
        text = program.text_of(node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and not is_module(node.value):
            attributes[node.attr] = None
        if (
            len(text) <= _LONGEST_ATOM
            and "\n" not in text
            and text != "self"
            and not text.startswith(_NO_ATOM)
        ):
            atoms[text] = None
    atoms |= dict.fromkeys(f"len({one.arg})" for one in arguments[:_MOST_SIZES] if one.arg != "self")
    return _Vocabulary(atoms=tuple(atoms)[:_MOST_ATOMS], attributes=tuple(attributes), texts=tuple(texts))


_NO_ATOM: Final = ("np.", "range(", "print(")
