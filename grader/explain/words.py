"""A graph in sentences, for those who do not see the drawing."""

from collections.abc import Iterator
from typing import Final

from grader.explain.figures import value_lines
from grader.explain.graph import Graph, Node, Quantity

__all__ = ["alternative", "first_wrong", "marks", "sentences"]

_DIGITS: Final = 5


def sentences(graph: Graph) -> Iterator[str]:
    """Say everything that a drawing shows, a quantity on each line, and what is wrong first."""
    yield from first_wrong(graph)
    for node in graph.nodes:
        heading = node.heading
        if node.sources and not node.formula:
            heading = f"{node.name}, computed from {', '.join(node.sources)}"
        parts = [*_quantity("value", node.value), *_quantity("gradient", node.gradient)]
        yield f"{heading}: {'; '.join(parts)}." if parts else f"{heading}."


def alternative(graph: Graph) -> str:
    """Say on one line everything that a drawing shows, to stand in its place."""
    return " ".join(["Computational graph.", *sentences(graph)])


def first_wrong(graph: Graph) -> Iterator[str]:
    """Say where a wrong value or gradient comes in."""
    if graph.first_value:
        yield f"The first wrong value, nearest the inputs, is that of `{graph.first_value}`."
    if graph.first_gradient:
        yield f"The first wrong gradient, nearest the result, is that of `{graph.first_gradient}`."


def marks(node: Node, graph: Graph) -> Iterator[str]:
    """Say of a quantity whether something wrong comes in there."""
    if node.name == graph.first_value:
        yield "first wrong value"
    if node.name == graph.first_gradient:
        yield "first wrong gradient"


def _quantity(label: str, quantity: Quantity) -> Iterator[str]:
    if quantity.right is not None:
        lines = " ".join(line.strip() for line in value_lines(quantity.right, _DIGITS))
        yield ", ".join([f"{label} {lines}", *quantity.came])
