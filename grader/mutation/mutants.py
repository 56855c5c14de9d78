"""The mutants of a solution: one small change each, in the lines that students are to write."""

import ast
from collections.abc import Collection

from grader.mutation.mutators import MUTATORS, MutationSite, find_replacements
from grader.mutation.program_functions import find_functions
from grader.mutation.program_text import Mutant, ProgramText, walk_mutable
from grader.mutation.vocabulary import list_names

__all__ = ["make_mutants"]


def make_mutants(source: str, lines: Collection[int]) -> list[Mutant]:
    """Make every mutant of a program, each once.

    Args:
        source: Text of the program.
        lines: The lines that may be changed; 1 is the first.
    """
    program = ProgramText(source)
    found: dict[str, Mutant] = {}
    for name, function in find_functions(ast.parse(source)).items():
        names = list_names(function)
        for node, parent in walk_mutable(function):
            if getattr(node, "lineno", 0) not in lines:
                continue
            site = MutationSite(node=node, parent=parent, vocabulary=names, text=program.text_of)
            for replacement in find_replacements(site, MUTATORS):
                mutant = program.mutant(name, site, replacement)
                found.setdefault(mutant.source, mutant)
    return list(found.values())
