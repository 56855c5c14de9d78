"""Find which quantity of a graph each difference that a check reported is about."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Literal

from grader.scoring import Difference
from grader.suite.describe import abridge, shape_of

__all__ = ["Kind", "place"]

Kind = Literal["value", "gradient"]

_ELEMENT: Final = re.compile(r"\((?P<names>.*)\)\[(?P<index>\d+)\]")


def place(
    differences: Sequence[Difference], quantities: Iterable[tuple[str, Kind, Any]]
) -> Iterator[tuple[Difference, str, Kind]]:
    """Give each difference with the name of the quantity it is about, and whether its value or gradient.

    A check names what it compares as it likes, `W1` for a gradient and `z1` for a value. What is right in
    the check and right in the graph must be the same; the name decides between several that are. Where
    value and gradient of a quantity are the same number, it is what most of the check's differences are,
    or else the gradient.

    Args:
        differences: Differences in the order of the check.
        quantities: Name, kind and right value of each quantity of the graph.
    """
    by_look: dict[tuple[str, tuple[int, ...] | None], list[tuple[str, Kind]]] = {}
    for name, kind, right in quantities:
        if right is not None:
            by_look.setdefault((abridge(right), shape_of(right)), []).append((name, kind))
    found = [(one, _candidates(one, by_look)) for one in differences]
    kinds = Counter(kind for _, candidates in found for _, kind in candidates)
    for difference, candidates in found:
        if len({name for name, _ in candidates}) == 1:
            yield difference, *max(candidates, key=lambda one: (kinds[one[1]], one[1] == "gradient"))


def _candidates(
    difference: Difference, by_look: dict[tuple[str, tuple[int, ...] | None], list[tuple[str, Kind]]]
) -> list[tuple[str, Kind]]:
    look = difference.expected, difference.expected_shape
    name = _named(difference.name)
    if difference.problem == "missing":
        alike = [one for candidates in by_look.values() for one in candidates if one[0] == name]
    else:
        alike = by_look.get(look, [])
    return [one for one in alike if one[0] == name] or alike


def _named(name: str) -> str:
    """Take the quantity out of a name such as `(u, y)[1]` or `x.grad`."""
    element = _ELEMENT.fullmatch(name)
    if element:
        names = element["names"].split(", ")
        return names[int(element["index"])] if int(element["index"]) < len(names) else name
    return name.partition(".")[0]
