"""A graph in words: every quantity in a sentence, and where the first wrong value and gradient are."""

from collections.abc import Iterator
from typing import Final

from grader.explain.graph import Graph, Node, Quantity
from grader.explain.value_lines import value_lines

__all__ = ["alternative_text", "describe_first_errors", "describe_graph", "error_marks"]

_DIGITS: Final = 5

_FIRST_WRONG_VALUE: Final = "The first wrong value, nearest the inputs, is that of `{name}`."
_FIRST_WRONG_GRADIENT: Final = "The first wrong gradient, nearest the result, is that of `{name}`."
_VALUE_MARK: Final = "first wrong value"
_GRADIENT_MARK: Final = "first wrong gradient"
_SOURCES: Final = "{name}, computed from {sources}"
_QUANTITIES: Final = "{heading}: {quantities}."
_NO_QUANTITIES: Final = "{heading}."
_ALTERNATIVE: Final = "Computational graph. {sentences}"


def describe_graph(graph: Graph) -> Iterator[str]:
    """Describe everything that a drawing shows, a quantity in each sentence, and what is wrong first."""
    yield from describe_first_errors(graph)
    for node in graph.nodes:
        heading = node.heading
        if node.sources and not node.formula:
            heading = _SOURCES.format(name=node.name, sources=", ".join(node.sources))
        quantities = [
            *_describe_quantity("value", node.value),
            *_describe_quantity("gradient", node.gradient),
        ]
        template = _QUANTITIES if quantities else _NO_QUANTITIES
        yield template.format(heading=heading, quantities="; ".join(quantities))


def alternative_text(graph: Graph) -> str:
    """Describe on one line everything that a drawing shows, to stand in its place."""
    return _ALTERNATIVE.format(sentences=" ".join(describe_graph(graph)))


def describe_first_errors(graph: Graph) -> Iterator[str]:
    """Name the quantities at which a wrong value and a wrong gradient come in."""
    if graph.first_value:
        yield _FIRST_WRONG_VALUE.format(name=graph.first_value)
    if graph.first_gradient:
        yield _FIRST_WRONG_GRADIENT.format(name=graph.first_gradient)


def error_marks(node: Node, graph: Graph) -> Iterator[str]:
    """Mark a quantity at which something wrong comes in."""
    if node.name == graph.first_value:
        yield _VALUE_MARK
    if node.name == graph.first_gradient:
        yield _GRADIENT_MARK


def _describe_quantity(label: str, quantity: Quantity) -> Iterator[str]:
    if quantity.expected is not None:
        lines = " ".join(line.strip() for line in value_lines(quantity.expected, _DIGITS))
        yield ", ".join([f"{label} {lines}", *quantity.actual])
