"""A graph as a walk: forward from value to value, then back from gradient to gradient."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from grader.explain.graph import Graph, Node, Quantity
from grader.explain.local_derivatives import Product, product_at
from grader.explain.value_lines import value_lines

__all__ = ["Step", "walk"]

_DIGITS: Final = 5
_FORWARD: Final = "Forward: {name}"
_BACKWARD: Final = "Back: the gradient of {name}"
_GIVEN: Final = "{name} is given."
_COMPUTED: Final = "{heading}"
_BEGIN: Final = "The walk back begins here: the gradient of {name} with respect to itself is 1."
_THROUGH: Final = "Through {name}: local derivative {local} times upstream gradient {upstream} is {product}."
_THROUGH_ARRAYS: Final = (
    "Through {heading}: the upstream gradient {upstream} is multiplied by the derivative of {name}, "
    "which gives {product}."
)
_SUM: Final = "The ways add up, since every one of them changes the result."
_UNKNOWN: Final = "The upstream gradient comes from {names}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a walk.

    Attributes:
        title: What the step does.
        node: The number of the quantity in the graph.
        backward: Whether it goes back.
        lines: How the number comes about.
        right: What is right, in lines.
        own: What the student's code gave, and what was expected, where the two differ.
    """

    title: str
    node: int
    backward: bool
    lines: tuple[str, ...]
    right: tuple[str, ...]
    own: tuple[str, ...]


def walk(graph: Graph) -> list[Step]:
    """Walk forward through the values of a graph, and back through its gradients, those that are known."""
    forward = [_forward(node, number) for number, node in enumerate(graph.nodes)]
    known = [(number, node) for number, node in enumerate(graph.nodes) if node.gradient.expected is not None]
    return [*forward, *(_backward(graph, node, number) for number, node in reversed(known))]


def _forward(node: Node, number: int) -> Step:
    template = _COMPUTED if node.sources else _GIVEN
    return Step(
        title=_FORWARD.format(name=node.name),
        node=number,
        backward=False,
        lines=(template.format(heading=node.heading, name=node.name),),
        right=_lines(node.value),
        own=node.value.actual,
    )


def _backward(graph: Graph, node: Node, number: int) -> Step:
    return Step(
        title=_BACKWARD.format(name=node.name),
        node=number,
        backward=True,
        lines=tuple(_ways(graph, node)),
        right=_lines(node.gradient),
        own=node.gradient.actual,
    )


def _ways(graph: Graph, node: Node) -> Iterator[str]:
    users = [one for one in graph.nodes if node.name in one.sources]
    if not users:
        yield _BEGIN.format(name=node.name)
        return
    products = [(one, product_at(graph, node, one)) for one in users]
    for user, product in products:
        if product is not None:
            yield _describe(user, product)
    if unknown := [one.name for one, product in products if product is None]:
        yield _UNKNOWN.format(names=", ".join(unknown))
    if len(users) > 1:
        yield _SUM


def _describe(user: Node, product: Product) -> str:
    told = {"upstream": _short(product.upstream), "product": _short(product.product), "name": user.name}
    if product.local is None:
        return _THROUGH_ARRAYS.format(heading=user.heading, **told)
    return _THROUGH.format(local=_short(product.local), **told)


def _lines(quantity: Quantity) -> tuple[str, ...]:
    return () if quantity.expected is None else tuple(value_lines(quantity.expected, _DIGITS))


def _short(value: Any) -> str:
    """Write a number or an array on one line."""
    return " ".join(line.strip() for line in value_lines(np.round(value, 8), _DIGITS))
