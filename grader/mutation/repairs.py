"""Possible repairs of a submission: one small change each, the likeliest first."""

import ast
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from grader.mutation.mutators import Change, MutationSite, find_replacements
from grader.mutation.program_functions import Function, find_functions
from grader.mutation.program_text import Mutant, ProgramText, walk_mutable
from grader.mutation.regions import Region
from grader.mutation.repair_mutators import REPAIR_MUTATORS
from grader.mutation.statement_moves import move_statements
from grader.mutation.vocabulary import Vocabulary, list_words

__all__ = ["make_repairs", "reachable_functions"]

_LIKELIEST: Final = {change: rank for rank, change in enumerate(Change)}


def make_repairs(source: str, regions: Sequence[Region]) -> Iterator[Mutant]:
    """Make every possible repair of a program, the likeliest kind of change first.

    Args:
        source: Text of the program.
        regions: Where it may be changed.
    """
    seen = {source}
    for _, make in sorted(_plan(source, regions), key=lambda one: one[0]):
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


def _plan(source: str, regions: Sequence[Region]) -> Iterator[tuple[int, Callable[[], Mutant]]]:
    """Yield how likely each repair is, and what makes it: only the likeliest are ever made."""
    program = ProgramText(source)
    known = find_functions(ast.parse(source))
    functions = [name for name in known if "." not in name]
    for name in dict.fromkeys(one.function for one in regions):
        vocabulary = list_words(known[name], program.text_of, functions)
        mine = [one for one in regions if one.function == name]
        for site in _sites(program, known[name], vocabulary, mine):
            for replacement in find_replacements(site, REPAIR_MUTATORS):
                yield _LIKELIEST[replacement.change], partial(program.mutant, name, site, replacement)
        for moved in move_statements(source, name, known[name]):
            yield _LIKELIEST[moved.change], partial(_itself, moved)


def _itself(mutant: Mutant) -> Mutant:
    return mutant


def _sites(
    program: ProgramText, function: Function, vocabulary: Vocabulary, regions: Sequence[Region]
) -> Iterator[MutationSite]:
    for node, parent in walk_mutable(function):
        if not hasattr(node, "lineno") or isinstance(node, ast.arg):
            continue
        begin, end = program.span(node)
        if any(region.covers(begin, end) for region in regions):
            yield MutationSite(node=node, parent=parent, vocabulary=vocabulary, text=program.text_of)
