"""The walk through a graph: what multiplies at each arrow, and the page to step through it."""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from grader.explain import make_graph, render_walk
from grader.explain.local_derivatives import product_at
from grader.explain.walk import walk
from grader.model.check import Difference
from grader.oracle import Case
from grader.oracle.recordings import Edge
from tests.support.hostile_texts import TEXT


def case(edges: Mapping[str, str], values: Mapping[str, Any], gradients: Mapping[str, Any]) -> Case:
    names = set(values)
    return Case(
        name="fork",
        seed=0,
        inputs={},
        values=values,
        gradients=gradients,
        edges={
            name: Edge(formula=formula, sources=tuple(sorted(names & set(re.findall(r"\w+", formula)))))
            for name, formula in edges.items()
        },
        result=list(edges)[-1],
    )


# u = a * b, y = u * a at a = 3, b = 2: y = 18, dy/du = 3, dy/db = 9, dy/da = 6 + 6.
FORK = case(
    {"u": "a * b", "y": "u * a"}, {"a": 3.0, "b": 2.0, "u": 6.0, "y": 18.0}, {"a": 12.0, "b": 9.0, "u": 3.0}
)
WRONG = Difference(
    name="a",
    problem="value",
    message="",
    expected_shape=(),
    expected="12",
    actual="6",
    mismatched=1,
    total=1,
    actual_there=6.0,
    expected_there=12.0,
)


def test_local_derivative_times_upstream_gradient_stands_at_every_arrow() -> None:
    steps = walk(make_graph(FORK, "fork"))
    assert [step.title for step in steps] == [
        "Forward: a",
        "Forward: b",
        "Forward: u",
        "Forward: y",
        "Back: the gradient of y",
        "Back: the gradient of u",
        "Back: the gradient of b",
        "Back: the gradient of a",
    ]
    assert steps[6].lines == ("Through u: local derivative 3 times upstream gradient 3 is 9.",)
    assert steps[7].lines == (
        "Through u: local derivative 2 times upstream gradient 3 is 6.",
        "Through y: local derivative 6 times upstream gradient 1 is 6.",
        "The ways add up, since every one of them changes the result.",
    )
    assert steps[7].right == ("12",)


def test_product_through_arrays_is_the_recorded_gradient() -> None:
    rng = np.random.default_rng(1)
    X, W, upstream = rng.normal(size=(3, 2)), rng.normal(size=(4, 2)), rng.normal(size=(3, 4))
    one = case(
        {"z": "X @ W.T", "h": "tanh(z)"},
        {"X": X, "W": W, "z": X @ W.T, "h": np.tanh(X @ W.T)},
        {"z": upstream},
    )
    graph = make_graph(one, "layer")
    nodes = {node.name: node for node in graph.nodes}
    product = product_at(graph, nodes["W"], nodes["z"])
    assert product is not None
    assert product.local is None
    assert np.allclose(product.product, upstream.T @ X, atol=1e-6)


@pytest.mark.parametrize(
    "formula", ["__import__('os').system('id') * a", "a.real", "mse(a, y)", "(a", "a * c", ""]
)
def test_formula_that_is_not_arithmetic_on_what_is_drawn_is_left_alone(formula: str) -> None:
    one = case({"u": "a + 1", "y": "u * a"}, {"a": 3.0, "u": 4.0, "y": 12.0}, {"u": 3.0})
    graph = make_graph(one, "odd")
    source, target, *_ = graph.nodes
    changed = type(target)(
        name="u", formula=formula, sources=("a",), value=target.value, gradient=target.gradient
    )
    assert product_at(graph, source, changed) is None


def test_own_number_stands_beside_the_right_one_in_the_step_where_it_came_in() -> None:
    steps = walk(make_graph(FORK, "fork", [WRONG]))
    assert [step.title for step in steps if step.own] == ["Back: the gradient of a"]
    assert steps[-1].own == ("came 6", "expected 12")


def test_page_stands_alone_and_runs_our_script_only() -> None:
    page = render_walk(make_graph(FORK, TEXT, [WRONG], TEXT))
    assert page.count("<script") == 1
    assert "<img" not in page
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    for name in ("script", "style"):
        (inside,) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert page.count('<li class="step') == 8
