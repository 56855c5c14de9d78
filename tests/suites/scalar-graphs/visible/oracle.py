"""The visible cases: fixed numbers, so that everyone sees the same."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from models import affine, factory, fork, graph, multiplication

from grader.oracle import Rng, case, case_table

Inputs = dict[str, Any]


def _given(_rng: Rng, inputs: Inputs) -> Inputs:
    return inputs


PRODUCTS: Final = case_table(
    _given,
    {
        "product": ({"x": 2.0, "w": 3.0, "upstream": 8.0},),
        "product_downhill": ({"x": 1.7, "w": -0.6, "upstream": -2.3},),
    },
    model=multiplication,
    seeds=1,
)
FACTORIES: Final = case_table(
    _given,
    {
        "worked_factory": (
            {"x": 2.0, "w": 3.0, "v": 2.0, "target": 10.0},
        ),  # the handout's, which makes too much
        "factory_below_target": ({"x": -1.3, "w": 0.7, "v": 2.6, "target": 4.1},),
        "factory_far_below_target": ({"x": -1.3, "w": 1.7, "v": 2.6, "target": 6_700_123.0},),
    },
    model=factory,
    seeds=1,
)
AFFINE: Final = case_table(
    _given,
    {
        "worked_affine": ({"x": 2.0, "w": 1.0, "b": 0.0, "y": 4.0},),  # the handout's samples
        "worked_affine_with_bias": ({"x": 1.0, "w": 1.0, "b": 2.0, "y": 2.0},),
        "irregular_affine": ({"x": -1.4, "w": 0.6, "b": 0.3, "y": 2.2},),
        "affine_far_below_target": ({"x": -1.4, "w": 1.6, "b": 0.3, "y": 6_700_123.0},),
    },
    model=affine,
    seeds=1,
)
FORKS: Final = case_table(
    _given,
    {
        "fork_x_greater": ({"x": 2.0, "y": -1.0},),  # the handout's
        "fork_y_greater": ({"x": 0.5, "y": 1.5},),
        "fork_x_enormous": ({"x": -6_700_123.0, "y": 0.0007},),  # f is millions of times its slope
    },
    model=fork,
    seeds=1,
)


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
    "graph_numbers_right": _fixed("y = (x + 3) * (x - 2) * 5 / 4 * c", x=1.7, c=-0.7),
    "graph_exp": _fixed("y = x.exp() * c", x=1.3, c=-0.7),
    "graph_log": _fixed("y = x.log() * c", x=2.9, c=-0.7),
    "graph_relu": _fixed("y = (a.relu() + b.relu()) * c", a=0.03, b=-0.03, c=-0.7),
    "graph_sigmoid": _fixed("y = x.sigmoid() * c", x=1.3, c=-0.7),
    "graph_tanh": _fixed("y = x.tanh() * c", x=-1.3, c=-0.7),
    "graph_nested": _fixed("y = (a.sigmoid() * b).exp().tanh() * a", a=0.7, b=-2.1),
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
    "graph_power_zero": _fixed("y = x ** 0 * c + x ** 1.5", x=1.7, c=-0.7),
    "graph_sigmoid_far_out": _fixed("y = (a.sigmoid() + b.sigmoid()) * c", a=1000.0, b=-1000.0, c=-0.7),
    "graph_numpy_numbers": {
        **_fixed("y = (k * x + n) / (x - k) - n / x", x=1.7),
        "numbers": {"k": np.float64(-0.6), "n": np.int64(3)},
    },
    "graph_neuron": _fixed("z = w1 * x1 + w2 * x2 + b; y = z.tanh()", w1=-3.0, x1=2.0, w2=1.0, x2=0.5, b=6.8),
}
CASES: Final = case_table(_given, {name: (inputs,) for name, inputs in GRAPHS.items()}, model=graph, seeds=1)


@case(model=graph, seeds=1, smooth=False)
def graph_relu_at_zero(_rng: Rng) -> Inputs:
    """A ReLU that gets exactly 0."""
    return _fixed("y = x.relu() * c", x=0.0, c=-0.7)
