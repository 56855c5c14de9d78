"""Find in autograd's graph which quantities each quantity of a model was computed from. Needs no torch."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from grader.oracle.recordings import Edge

__all__ = ["Place", "find_edges"]

Place = tuple[Any, int]
"""A place in autograd's graph: a node and which of its outputs; as in a node's `next_functions`."""

_INFIX: Final = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "Pow": "**", "Mm": "@"}
_CALLS: Final = {"Maximum": "max", "Minimum": "min", "Clone": "identity", "MseLoss": "mse"}


def find_edges(places: Mapping[str, Place], formulas: Mapping[str, str]) -> dict[str, Edge]:
    """Say of each quantity what it was computed from.

    Args:
        places: Where each quantity stands in autograd's graph.
        formulas: The formulas that the model gives for some of them. Where it gives none and there is one
            operation between a quantity and its sources, that is its formula.

    Returns:
        An edge for each quantity that was computed from others.
    """
    names: dict[Place, str] = {}
    for name, place in places.items():
        names.setdefault(place, name)
    edges = {}
    for name, place in places.items():
        first = names[place]
        # The same tensor under a second name is computed from the first.
        operations, sources = _walk(place, names) if first == name else ([], [first])
        if sources:
            formula = formulas.get(name) or _formula(operations, sources)
            edges[name] = Edge(formula=formula, sources=tuple(dict.fromkeys(sources)))
    return edges


def _walk(place: Place, names: Mapping[Place, str]) -> tuple[list[Any], list[str]]:
    """Go down to the nearest quantities; give the operations on the way, and those met, one by one.

    A model may be thousands of operations deep, so this does not call itself.
    """
    operations: list[Any] = []
    sources: list[str] = []
    seen = {place}
    ahead = [place]
    while ahead:
        node, _ = ahead.pop()
        before = list(_before(node))
        if before:
            operations.append(node)
        for one in before:
            if one in names:
                sources.append(names[one])
            elif one not in seen:
                seen.add(one)
                ahead.append(one)
    return operations, sources


def _before(node: Any) -> Iterator[Place]:
    return ((one, output) for one, output in node.next_functions if one is not None)


def _formula(operations: list[Any], sources: list[str]) -> str:
    """Write the one operation between a quantity and its sources as code; nothing if there are others."""
    if not operations:
        return sources[0]
    (operation, *more), (first, *rest) = operations, sources
    kind = operation.name().split("Backward")[0]
    if more or len(operation.next_functions) != len(sources):
        return ""
    if kind in _INFIX:
        return f"{first} {_INFIX[kind]} {rest[0]}" if rest else ""
    return f"-{first}" if kind == "Neg" else f"{_CALLS.get(kind, kind.lower())}({', '.join(sources)})"
