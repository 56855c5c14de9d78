"""The visible cases: fixed numbers, so that everyone sees the same."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from models import affine, factory, fork, graph, graph_at_kink, multiplication

from grader.oracle import OracleCase, case
from grader.oracle.cases import Model

Inputs = dict[str, Any]
Rng = np.random.Generator


@case(model=multiplication, seeds=1)
def product(_rng: Rng) -> Inputs:
    """The multiplication of the factory's first stage."""
    return {"x": 2.0, "w": 3.0, "upstream": 8.0}


@case(model=multiplication, seeds=1)
def product_downhill(_rng: Rng) -> Inputs:
    """A negative gradient arrives."""
    return {"x": 1.7, "w": -0.6, "upstream": -2.3}


@case(model=factory, seeds=1)
def worked_factory(_rng: Rng) -> Inputs:
    """The factory of the handout, which makes too much."""
    return {"x": 2.0, "w": 3.0, "v": 2.0, "target": 10.0}


@case(model=factory, seeds=1)
def factory_below_target(_rng: Rng) -> Inputs:
    """A factory that makes too little."""
    return {"x": -1.3, "w": 0.7, "v": 2.6, "target": 4.1}


@case(model=affine, seeds=1)
def worked_affine(_rng: Rng) -> Inputs:
    """The handout's first sample: the prediction is too small."""
    return {"x": 2.0, "w": 1.0, "b": 0.0, "y": 4.0}


@case(model=affine, seeds=1)
def worked_affine_with_bias(_rng: Rng) -> Inputs:
    """The handout's second sample: the prediction is too great."""
    return {"x": 1.0, "w": 1.0, "b": 2.0, "y": 2.0}


@case(model=affine, seeds=1)
def irregular_affine(_rng: Rng) -> Inputs:
    """Numbers of which no two agree by accident."""
    return {"x": -1.4, "w": 0.6, "b": 0.3, "y": 2.2}


@case(model=fork, seeds=1)
def fork_x_greater(_rng: Rng) -> Inputs:
    """The handout's first point."""
    return {"x": 2.0, "y": -1.0}


@case(model=fork, seeds=1)
def fork_y_greater(_rng: Rng) -> Inputs:
    """The handout's second point."""
    return {"x": 0.5, "y": 1.5}


def _fixed(text: str, roots: Sequence[str] = "y", **leaves: float) -> Inputs:
    return {"text": text, "leaves": leaves, "numbers": {}, "roots": list(roots)}


GRAPHS: dict[str, Inputs] = {
    "graph_handout": _fixed("c = a + b; d = a * b; e = c + d; f = c * d; y = e + f", a=2.0, b=3.0),
    "graph_same_summand": _fixed("y = a + a", a=3.0),
    "graph_square_plus": _fixed("y = x * x + x", x=-4.0),
    "graph_skip_first": _fixed("u = a * b; v = u + b; w = v * a; y = u * w", a=1.5, b=-2.0),
    "graph_skip_last": _fixed("u = a * b; v = u + b; w = v * a; y = w * u", a=1.5, b=-2.0),
    "graph_difference": _fixed("y = (a - b) * c", a=1.2, b=3.1, c=-0.7),
    "graph_quotient": _fixed("y = a / b * c", a=1.2, b=-3.1, c=-0.7),
    "graph_negation": _fixed("y = -a * b", a=1.2, b=-3.1),
    "graph_power": _fixed("y = x ** 3 * c", x=1.7, c=-0.7),
    "graph_number_plus": _fixed("y = (3 + x) * c", x=1.7, c=-0.7),
    "graph_number_minus": _fixed("y = (3 - x) * c", x=1.7, c=-0.7),
    "graph_number_times": _fixed("y = 2 * x * c", x=1.7, c=-0.7),
    "graph_number_over": _fixed("y = 2 / x * c", x=1.7, c=-0.7),
    "graph_exp": _fixed("y = x.exp() * c", x=1.3, c=-0.7),
    "graph_log": _fixed("y = x.log() * c", x=2.9, c=-0.7),
    "graph_relu": _fixed("y = (a.relu() + b.relu()) * c", a=1.3, b=-2.1, c=-0.7),
    "graph_sigmoid": _fixed("y = x.sigmoid() * c", x=1.3, c=-0.7),
    "graph_tanh": _fixed("y = x.tanh() * c", x=-1.3, c=-0.7),
    "graph_nested": _fixed("y = (a.sigmoid() * b).exp().tanh() * a", a=1.3, b=-2.1),
    "graph_twice": _fixed("c = a * b; d = c + a; y = c * d", "yy", a=1.5, b=-2.0),
    "graph_two_roots": _fixed("p = a * x; q = x * x", "pq", a=1.5, x=-2.0),
    "graph_in_place": _fixed("s = a; s += b; y = s * a", a=1.5, b=-2.0),
    "graph_chain": _fixed("y = x\nfor _ in range(3000):\n    y = y + x", x=0.5),
    "again_sum": _fixed("u = a * b; y = (u + a) * u * a", a=1.3, b=-2.1),
    "again_difference": _fixed("u = a * b; y = (u - a) * u * a", a=1.3, b=-2.1),
    "again_product": _fixed("u = a * b; y = (u * a) * u * a", a=1.3, b=-2.1),
    "again_quotient": _fixed("u = a * b; y = u / a * u * a", a=1.3, b=-2.1),
    "again_negation": _fixed("u = a * b; y = -u * u - a * a", a=1.3, b=-2.1),
    "again_power": _fixed("u = a * b; y = u ** 3 * u + a ** 3 * a", a=1.3, b=-0.6),
    "again_exp": _fixed("u = a * b; y = u.exp() * u + a.exp() * a", a=1.3, b=-0.6),
    "again_log": _fixed("u = a * b; y = u.log() * u + a.log() * a", a=1.3, b=2.1),
    "again_relu": _fixed("u = a * b; y = u.relu() * u + a.relu() * a", a=1.3, b=2.1),
    "again_sigmoid": _fixed("u = a * b; y = u.sigmoid() * u + a.sigmoid() * a", a=1.3, b=-0.6),
    "again_tanh": _fixed("u = a * b; y = u.tanh() * u + a.tanh() * a", a=1.3, b=-0.6),
    "graph_power_zero": _fixed("y = x ** 0 * c + x", x=1.7, c=-0.7),
    "graph_sigmoid_far_out": _fixed("y = (a.sigmoid() + b.sigmoid()) * c", a=1000.0, b=-1000.0, c=-0.7),
    "graph_numpy_numbers": {
        **_fixed("y = (k * x + n) / (x - k) - n / x", x=1.7),
        "numbers": {"k": np.float64(-0.6), "n": np.int64(3)},
    },
    "graph_neuron": _fixed("z = w1 * x1 + w2 * x2 + b; y = z.tanh()", w1=-3.0, x1=2.0, w2=1.0, x2=0.5, b=6.8),
}
KINKS: dict[str, Inputs] = {"graph_relu_at_zero": _fixed("y = x.relu() * c", x=0.0, c=-0.7)}


def _draw(inputs: Inputs) -> Callable[[Rng], Mapping[str, Any]]:
    return lambda _rng: inputs


def _cases(model: Model, graphs: Mapping[str, Inputs]) -> list[OracleCase]:
    return [
        OracleCase(name=name, draw=_draw(inputs), model=model, seeds=1) for name, inputs in graphs.items()
    ]


CASES = [*_cases(graph, GRAPHS), *_cases(graph_at_kink, KINKS)]
