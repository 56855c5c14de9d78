"""The computational graph of a recorded case, with what a check found of a student's numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from grader.explain.value_lines import actual_vs_expected_lines
from grader.model.check import Difference
from grader.oracle import Case
from grader.suite.value_formatting import abridge, shape_of

__all__ = ["Graph", "Node", "Quantity", "is_drawable", "make_graph"]

Kind = Literal["value", "gradient"]

_MOST_NODES: Final = 40
_ELEMENT: Final = re.compile(r"\((?P<names>.*)\)\[(?P<index>\d+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A value, or a gradient.

    Attributes:
        expected: What is right, a number or an array; None where it is not known.
        actual: How a student's result differs, in short lines; empty where it is right or not known.
    """

    expected: Any = None
    actual: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One quantity of the graph.

    Attributes:
        name: Its name.
        formula: How it is computed; empty where it is given, or not known.
        sources: Names of the quantities it is computed from.
        value: Its value.
        gradient: The gradient of the result with respect to it.
    """

    name: str
    formula: str
    sources: tuple[str, ...]
    value: Quantity
    gradient: Quantity

    @property
    def heading(self) -> str:
        """Its name, with its formula where that is known."""
        return f"{self.name} = {self.formula}" if self.formula else self.name

    @property
    def is_wrong(self) -> bool:
        """Whether its value or its gradient is wrong."""
        return bool(self.value.actual or self.gradient.actual)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A computational graph.

    Attributes:
        title: Its title.
        nodes: Its quantities, each after those it is computed from.
        first_value: Of the quantities with a wrong value, the one nearest the inputs; empty if there is none.
        first_gradient: Of those with a wrong gradient, the one nearest the result; empty if there is none.
        note: A further sentence; may be empty, may hold anything a student's code wrote.
    """

    title: str
    nodes: tuple[Node, ...]
    first_value: str = ""
    first_gradient: str = ""
    note: str = ""


def is_drawable(case: Case) -> bool:
    """Return whether a case has a graph, and one small enough to look at."""
    return 0 < len(_names(case)) <= _MOST_NODES


def make_graph(case: Case, title: str, differences: Sequence[Difference] = (), note: str = "") -> Graph:
    """Make the graph of a case.

    Args:
        case: The case; see `is_drawable`.
        title: Title of the graph.
        differences: What a check found wrong with a student's answers for this case, as far as it may be
            shown. Those that are no quantity of the graph are passed over.
        note: A further sentence.
    """
    nodes = {name: _node(name, case) for name in _names(case)}
    wrong: dict[Kind, list[str]] = {"value": [], "gradient": []}
    for difference, name, kind in _match_differences(differences, _expected_of(nodes.values())):
        quantity = replace(getattr(nodes[name], kind), actual=tuple(actual_vs_expected_lines(difference)))
        nodes[name] = replace(nodes[name], **{kind: quantity})
        wrong[kind].append(name)
    order = list(nodes)
    return Graph(
        title=title,
        nodes=tuple(nodes.values()),
        first_value=min(wrong["value"], key=order.index, default=""),
        first_gradient=max(wrong["gradient"], key=order.index, default=""),
        note=note,
    )


def _names(case: Case) -> list[str]:
    """List the quantities, each after those it is computed from, and what is given where it is used."""
    used = {source for edge in case.edges.values() for source in edge.sources}
    ahead = [name for name in reversed(list(case.edges)) if name not in used]
    opened: set[str] = set()
    names: dict[str, None] = {}
    while ahead:
        name = ahead[-1]
        if name in opened:
            names[ahead.pop()] = None
        else:
            opened.add(name)
            ahead += [source for source in reversed(_ordered_sources(name, case)) if source not in names]
    return list(names)


def _ordered_sources(name: str, case: Case) -> list[str]:
    """Return the quantities one is computed from, in the order in which its formula names them."""
    edge = case.edges.get(name)
    if edge is None:
        return []
    named = re.findall(r"\w+", edge.formula)
    return sorted(edge.sources, key=lambda one: named.index(one) if one in named else len(named))


def _node(name: str, case: Case) -> Node:
    edge = case.edges.get(name)
    result = 1.0 if name == case.result else None
    return Node(
        name=name,
        formula=edge.formula if edge else "",
        sources=edge.sources if edge else (),
        value=Quantity(expected=case.values.get(name, _find_input(name, case.inputs))),
        gradient=Quantity(expected=case.gradients.get(name, result)),
    )


def _find_input(name: str, inputs: Mapping[str, Any]) -> Any:
    """Find a quantity among the inputs, or in a dict among them such as that of the parameters."""
    if name in inputs:
        return inputs[name]
    inside = (_find_input(name, value) for value in inputs.values() if isinstance(value, Mapping))
    return next((value for value in inside if value is not None), None)


def _expected_of(nodes: Iterable[Node]) -> Iterator[tuple[str, Kind, Any]]:
    for node in nodes:
        yield node.name, "value", node.value.expected
        yield node.name, "gradient", node.gradient.expected


_Look = tuple[str, tuple[int, ...] | None]
"""A value abridged to a line, and its shape."""


def _match_differences(
    differences: Sequence[Difference], quantities: Iterable[tuple[str, Kind, Any]]
) -> Iterator[tuple[Difference, str, Kind]]:
    """Yield each difference with the name of its quantity, and whether it is of the value or the gradient.

    A check names what it compares as it likes, `W1` for a gradient and `z1` for a value. What is right in
    the check and right in the graph must be the same; the name decides between several that are. Where
    value and gradient of a quantity are the same number, it is what most of the check's differences are,
    or else the gradient.

    Args:
        differences: Differences in the order of the check.
        quantities: Name, kind and right value of each quantity of the graph.
    """
    by_look: dict[_Look, list[tuple[str, Kind]]] = {}
    for name, kind, expected in quantities:
        if expected is not None:
            by_look.setdefault((abridge(expected), shape_of(expected)), []).append((name, kind))
    found = [(one, _candidates(one, by_look)) for one in differences]
    kinds = Counter(kind for _, candidates in found for _, kind in candidates)
    for difference, candidates in found:
        if len({name for name, _ in candidates}) == 1:
            yield difference, *max(candidates, key=lambda one: (kinds[one[1]], one[1] == "gradient"))


def _candidates(
    difference: Difference, by_look: Mapping[_Look, list[tuple[str, Kind]]]
) -> list[tuple[str, Kind]]:
    name = _quantity_name(difference.name)
    if difference.problem == "missing":
        alike = [one for candidates in by_look.values() for one in candidates if one[0] == name]
    else:
        alike = by_look.get((difference.expected, difference.expected_shape), [])
    return [one for one in alike if one[0] == name] or alike


def _quantity_name(name: str) -> str:
    """Take the quantity out of a name such as `(u, y)[1]` or `x.grad`."""
    element = _ELEMENT.fullmatch(name)
    if element:
        names = element["names"].split(", ")
        return names[int(element["index"])] if int(element["index"]) < len(names) else name
    return name.partition(".")[0]
