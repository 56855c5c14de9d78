"""Which quantities a graph has, in which order, and what of a check belongs to which."""

from typing import Any

import numpy as np
import pytest

from grader.explain import Graph, Node, is_drawable, make_graph
from grader.model.assignment import Tolerance
from grader.model.check import Difference
from grader.oracle import Case
from grader.oracle.recordings import Edge
from grader.suite.comparison import Expect, WrongAnswer

W = np.array([[2.0, 3.0], [5.0, 7.0]])


def case(**changed: Any) -> Case:
    """Make a case: loss = (y - t) ** 2, y = v * u, and u is computed from x, w and the parameter W."""
    edges = {
        "loss": Edge(formula="(y - t) ** 2", sources=("y",)),
        "y": Edge(formula="v * u", sources=("u", "v")),
        "u": Edge(formula="", sources=("x", "w", "W")),
    }
    fields: dict[str, Any] = {
        "inputs": {"x": 2.0, "w": 3.0, "v": 0.5, "params": {"W": W}, "t": 1.0},
        "values": {"u": 6.0, "y": 3.0, "loss": 4.0},
        "gradients": {"y": 4.0, "v": 24.0, "u": 2.0, "W": W / 10, "w": 4.0, "x": 6.0},
        "edges": edges,
        "result": "loss",
    }
    return Case(name="factory", seed=0, **{**fields, **changed})


def differences(actual: Any, expected: Any, name: str = "answer") -> list[Difference]:
    """Give what a check would report."""
    with pytest.raises(WrongAnswer) as caught:
        Expect(Tolerance())(actual, expected, name)
    return caught.value.differences


def wrong(graph: Graph) -> dict[str, list[str]]:
    """Name what is marked wrong in a graph."""
    return {
        "value": [node.name for node in graph.nodes if node.value.actual],
        "gradient": [node.name for node in graph.nodes if node.gradient.actual],
    }


def named(graph: Graph) -> dict[str, Node]:
    return {node.name: node for node in graph.nodes}


def test_quantity_follows_its_sources_and_input_precedes_its_use() -> None:
    assert [node.name for node in make_graph(case(), "t").nodes] == ["v", "x", "w", "W", "u", "y", "loss"]


def test_values_include_inputs_and_parameters_and_result_has_gradient_1() -> None:
    nodes = named(make_graph(case(), "t"))

    assert {name: node.value.expected for name, node in nodes.items() if name != "W"} == {
        "v": 0.5, "x": 2.0, "w": 3.0, "u": 6.0, "y": 3.0, "loss": 4.0
    }  # fmt: skip
    assert nodes["W"].value.expected is W
    assert nodes["loss"].gradient.expected == 1.0
    assert named(make_graph(case(result=""), "t"))["loss"].gradient.expected is None


def test_first_wrong_gradient_is_nearest_the_result() -> None:
    right = dict(case().gradients)
    found = differences({**right, "u": 1.0, "x": 3.0, "w": 2.0}, right)

    graph = make_graph(case(), "t", found)

    assert wrong(graph) == {"value": [], "gradient": ["x", "w", "u"]}
    assert (graph.first_value, graph.first_gradient) == ("", "u")
    assert named(graph)["u"].gradient.actual == ("came 1", "expected 2")


def test_first_wrong_value_is_nearest_the_inputs() -> None:
    graph = make_graph(case(), "t", differences((5.0, 2.5), (6.0, 3.0), "(u, y)"))

    assert wrong(graph) == {"value": ["u", "y"], "gradient": []}
    assert (graph.first_value, graph.first_gradient) == ("u", "")


def test_worst_entry_of_an_array_is_shown() -> None:
    graph = make_graph(case(), "t", differences({"W": W / 10 + [[0, 0], [0, 0.5]]}, {"W": W / 10}))

    assert named(graph)["W"].gradient.actual == (
        "1 of 4 entries differ",
        "at [1, 1] came 1.2",
        "expected 0.7",
    )


@pytest.mark.parametrize(
    "actual, expected, name, kind, quantity",
    [
        ({"x.data": 1.0}, {"x.data": 2.0}, "graph", "value", "x"),
        ({"x.grad": 1.0}, {"x.grad": 6.0}, "graph", "gradient", "x"),
        (1.0, 24.0, "derivative", "gradient", "v"),
        (1.0, 4.0, "loss", "value", "loss"),
        ({}, {"W": W / 10}, "gradients", "gradient", "W"),
        ({"W": W.tolist()}, {"W": W / 10}, "gradients", "gradient", "W"),
        ({"u": np.ones(3)}, {"u": 2.0}, "gradients", "gradient", "u"),
    ],
    ids=["data", "grad", "only one such number", "by name", "missing", "a list", "a wrong shape"],
)
def test_difference_belongs_to_its_quantity(
    actual: Any, expected: Any, name: str, kind: str, quantity: str
) -> None:
    graph = make_graph(case(), "t", differences(actual, expected, name))

    assert wrong(graph) == {"value": [], "gradient": [], kind: [quantity]}


def test_equal_value_and_gradient_are_told_apart_by_other_differences() -> None:
    same = case(values={"u": 6.0, "y": 4.0, "loss": 9.0})

    by_values = make_graph(same, "t", differences({"u": 0.0, "y": 0.0}, {"u": 6.0, "y": 4.0}))
    by_gradients = make_graph(same, "t", differences({"u": 0.0, "y": 0.0}, {"u": 2.0, "y": 4.0}))

    assert wrong(by_values) == {"value": ["u", "y"], "gradient": []}
    assert wrong(by_gradients) == {"value": [], "gradient": ["u", "y"]}


def test_difference_outside_the_graph_is_passed_over() -> None:
    several = differences(1.0, 4.0, "number of calls")  # 4 is a value, and two gradients

    for found in (several, differences(1.0, 17.5, "x")):
        assert wrong(make_graph(case(), "t", found)) == {"value": [], "gradient": []}


def test_case_without_edges_or_with_too_many_quantities_is_not_drawable() -> None:
    chain = {f"x{n + 1}": Edge(formula="", sources=(f"x{n}",)) for n in range(5000)}

    assert is_drawable(case())
    assert not is_drawable(case(edges={}))
    assert not is_drawable(case(edges=chain))
