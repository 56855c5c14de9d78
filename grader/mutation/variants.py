"""One program that holds many mutants of another and can become each of them, without being loaded anew."""

import ast
from collections.abc import Sequence
from typing import Final

from grader.mutation.program_functions import find_functions
from grader.mutation.program_text import Mutant

__all__ = ["CHOOSE", "combine_variants"]

CHOOSE: Final = "become_variant"
"""A function of the combined program: it takes the place of a mutant in the sequence that was combined."""

_BEGIN: Final = """
_variants_kept = dict(globals())
_variants = []
"""
_FUNCTION: Final = """
{text}
_variants.append((None, {name!r}, {name}))
{name} = _variants_kept[{name!r}]
"""
_METHOD: Final = """
class {owner}:
{text}
_variants.append((_variants_kept[{owner!r}], {name!r}, {owner}.__dict__[{name!r}]))
{owner} = _variants_kept[{owner!r}]
"""
_END: Final = """
_variants_changed = []

def {choose}(number):
    globals().update(_variants_kept)
    while _variants_changed:
        owner, name, value = _variants_changed.pop()
        setattr(owner, name, value)
    owner, name, value = _variants[number]
    if owner is None:
        globals()[name] = value
    else:
        _variants_changed.append((owner, name, owner.__dict__[name]))
        setattr(owner, name, value)
"""


def combine_variants(source: str, mutants: Sequence[Mutant]) -> str:
    """Combine mutants of a program into one that is like the program until `CHOOSE` is called.

    Args:
        source: Text of the program.
        mutants: Its mutants, each of which changes a function of it.
    """
    functions = find_functions(ast.parse(source))
    lines = source.split("\n")
    pieces = [source, _BEGIN]
    for mutant in mutants:
        function = functions[mutant.function]
        first = min([function.lineno, *(one.lineno for one in function.decorator_list)])
        behind = len(lines) - (function.end_lineno or function.lineno)
        changed = mutant.source.split("\n")
        text = "\n".join(changed[first - 1 : len(changed) - behind])
        owner, _, name = mutant.function.rpartition(".")
        pieces.append(
            _METHOD.format(owner=owner, name=name, text=text)
            if owner
            else _FUNCTION.format(name=name, text=text)
        )
    pieces.append(_END.format(choose=CHOOSE))
    return "\n".join(pieces)
