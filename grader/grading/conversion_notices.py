"""What a report says once about results that are right, but not of the type that was asked for."""

from collections.abc import Iterator, Sequence
from typing import Final

from grader.model.conversion import Conversion
from grader.model.formatting import join_first, printable_name

__all__ = ["describe_conversions"]

_MOST_KINDS: Final = 3
_MOST_FUNCTIONS: Final = 4
_CONVERTED: Final = (
    "Right, though not of the type that the docstring asks for: {kinds}. This costs nothing here."
)
_KIND: Final = "{came} for {asked} from {functions}"
_FUNCTION: Final = "`{function}`"


def describe_conversions(conversions: Sequence[Conversion]) -> Iterator[str]:
    """Make one notice for all conversions; none where there are none."""
    functions: dict[tuple[str, str], list[str]] = {}
    for one in _once_for_each_type(conversions):
        name = _FUNCTION.format(function=printable_name(one.function))
        functions.setdefault((one.came, one.asked), []).append(name)
    kinds = [
        _KIND.format(came=came, asked=asked, functions=join_first(names, most=_MOST_FUNCTIONS))
        for (came, asked), names in sorted(functions.items(), key=lambda kind: -len(kind[1]))
    ]
    if kinds:
        yield _CONVERTED.format(kinds=join_first(kinds, most=_MOST_KINDS, between="; "))


def _once_for_each_type(conversions: Sequence[Conversion]) -> list[Conversion]:
    """Keep one conversion of each type that a function gave: of an array and a number, the array."""
    kept = {(one.function, one.came): one for one in sorted(conversions, key=lambda one: one.asked)}
    return sorted(kept.values())
