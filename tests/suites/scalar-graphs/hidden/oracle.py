"""The hidden cases: graphs of fixed text with drawn numbers, and graphs drawn at random besides."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
from models import affine, evaluate, factory, fork, graph, large_graph, multiplication

from grader.oracle import OracleCase, Rng, case
from grader.oracle.cases import Model

Inputs = dict[str, Any]

_SEEDS: Final = 32


def _between(rng: Rng, low: float, high: float) -> float:
    return round(float(rng.uniform(low, high)), 3)


def positive(rng: Rng) -> float:
    """Draw a number between 1.1 and 2.6, where no function is close to a line or to its derivative."""
    return _between(rng, 1.1, 2.6)


def negative(rng: Rng) -> float:
    """Draw the negative of such a number."""
    return -positive(rng)


def either(rng: Rng) -> float:
    """Draw one or the other."""
    return float(rng.choice([-1.0, 1.0])) * positive(rng)


def fraction(rng: Rng) -> float:
    """Draw a number between 0.3 and 0.9, on the same side of 0 as `positive` and on the other side of 1."""
    return _between(rng, 0.3, 0.9)


def around(centre: float) -> "Draw":
    """Draw a number at a distance of 1.1 to 2.6 from a centre."""
    return lambda rng: round(centre + either(rng), 3)


def distant(rng: Rng) -> float:
    """Draw a target so far off that the loss, about 1e13, drowns what finite differences look for."""
    return float(rng.integers(2_000_000, 9_000_000))


def zero(_rng: Rng) -> float:
    """Give zero, which nothing may be divided by."""
    return 0.0


def integer(rng: Rng) -> int:
    """Draw an int between 2 and 9."""
    return int(rng.integers(2, 10))


def numpy_number(rng: Rng) -> np.float64:
    """Draw a NumPy scalar."""
    return np.float64(either(rng))


Draw = Callable[[Rng], Any]


def _drawn(draws: Mapping[str, Draw], rng: Rng) -> Inputs:
    return {name: draw(rng) for name, draw in draws.items()}


NUMBERS: Final[dict[str, tuple[Model, dict[str, Draw]]]] = {
    "multiply": (multiplication, {"x": either, "w": either, "upstream": either}),
    "multiply_by_zero": (multiplication, {"x": zero, "w": either, "upstream": either}),
    "factory_too_little": (factory, {"x": either, "w": either, "v": either, "target": around(9)}),
    "factory_too_much": (factory, {"x": either, "w": either, "v": either, "target": around(-21)}),
    "factory_at_zero": (factory, {"x": zero, "w": either, "v": either, "target": either}),
    "factory_far_off": (factory, {"x": either, "w": either, "v": either, "target": distant}),
    "affine_too_low": (affine, {"x": either, "w": either, "b": either, "y": around(11)}),
    "affine_too_high": (affine, {"x": either, "w": either, "b": either, "y": around(-13)}),
    "affine_at_zero": (affine, {"x": zero, "w": either, "b": either, "y": around(7)}),
    "affine_without_weight": (affine, {"x": either, "w": zero, "b": either, "y": around(-7)}),
    "affine_far_off": (affine, {"x": either, "w": either, "b": either, "y": distant}),
}


@case(model=fork)
def both_positive(rng: Rng) -> Inputs:
    """Draw 0 < y < x."""
    y = _between(rng, 0.3, 0.9)
    return {"x": round(y + _between(rng, 0.2, 0.9), 3), "y": y}


@case(model=fork)
def both_negative(rng: Rng) -> Inputs:
    """Draw y < x < 0."""
    x = _between(rng, -0.9, -0.3)
    return {"x": x, "y": round(x - _between(rng, 0.2, 0.9), 3)}


@case(model=fork)
def y_the_greater(rng: Rng) -> Inputs:
    """Draw x < 0 < y."""
    return {"x": negative(rng) / 2, "y": positive(rng) / 2}


@case(model=fork)
def both_negative_y_greater(rng: Rng) -> Inputs:
    """Draw x < y < 0."""
    y = _between(rng, -0.9, -0.3)
    return {"x": round(y - _between(rng, 0.2, 0.9), 3), "y": y}


@case(model=fork)
def x_enormous(rng: Rng) -> Inputs:
    """Draw x so that f is millions of times its slope: finite differences drown in rounding."""
    return {"x": -distant(rng), "y": positive(rng) / 1000}


def _text(
    text: str,
    leaves: Mapping[str, Draw],
    numbers: Mapping[str, Draw] | None = None,
    roots: Sequence[str] = "y",
) -> Draw:
    """Describe a graph by its text and how its leaves and plain numbers are drawn."""

    def draw(rng: Rng) -> Inputs:
        drawn = {"leaves": _drawn(leaves, rng), "numbers": _drawn(numbers or {}, rng)}
        return {"text": text, **drawn, "roots": list(roots)}

    return draw


_X: Final[dict[str, Draw]] = {"x": either}
_XC: Final[dict[str, Draw]] = {"x": either, "c": negative}
_AB: Final[dict[str, Draw]] = {"a": either, "b": either}
_ABC: Final[dict[str, Draw]] = {**_AB, "c": negative}
_FAR_OUT: Final[dict[str, Draw]] = {"a": lambda _: 1000.0, "b": lambda _: -1000.0, "c": negative}

GRAPHS: Final[dict[str, Draw]] = {
    # Order: what fails when nodes are processed too early, too often or not at all.
    "order_double_diamond": _text("c = a * b; d = b + a; e = d * c; f = c + d; y = f * e", _AB),
    "order_squares": _text("c = a * b; d = c + c; y = d * d", _AB),
    "order_cube": _text("y = x * x * x", _X),
    "order_triple": _text("y = a + a + a", {"a": either}),
    "order_late_last": _text("u = a * b; v = u + a; w = v * u; y = w + u", _AB),
    "order_late_first": _text("u = a * b; v = u + a; w = v * u; y = u + w", _AB),
    "order_skip_last": _text("t = a + b; u = t * a; v = u + b; w = v * u; y = w * t", _AB),
    "order_skip_first": _text("t = a + b; u = t * a; v = u + b; w = v * u; y = t * w", _AB),
    "order_side_branch": _text("p = a * b; z = p + a; y = p * b", _AB),
    # Which roots are asked, how often.
    "roots_inner_first": _text("c = a * b; y = c * c + c", _AB, roots="cy"),
    "roots_share_nodes": _text("c = a * b; p = c * a; q = c + b", _AB, roots="pq"),
    "roots_leaf": _text("y = x * x + x", _X, roots="x"),
    "roots_deep_twice": _text("c = a * b; d = c + a; e = d * c; y = e + d * b", _AB, roots="yy"),
    "roots_three_times": _text("c = a * a; y = c * b + c", _AB, roots="yyy"),
    # Rules of the operations, each with a negative number arriving.
    "rule_difference": _text("y = (a - b) * c", _ABC),
    "rule_quotient": _text("y = (a / b) * c", _ABC),
    "rule_negation": _text("y = (-a + b) * c", _ABC),
    "rule_power_cube": _text("y = x ** 3 * c", {"x": negative, "c": negative}),
    "rule_power_reciprocal": _text("y = x ** -2 * c", _XC),
    "rule_power_fraction": _text("y = x ** 1.5 * c", {"x": positive, "c": negative}),
    "rule_exp": _text("y = x.exp() * c", _XC),
    "rule_log": _text("y = x.log() * c", {"x": positive, "c": negative}),
    "rule_relu": _text("y = a.relu() * c + b.relu() * c", {"a": fraction, "b": negative, "c": negative}),
    "rule_sigmoid": _text("y = x.sigmoid() * c", {"x": lambda rng: -fraction(rng), "c": negative}),
    "rule_tanh": _text("y = x.tanh() * c", _XC),
    "rule_sigmoid_extreme": _text("y = (a.sigmoid() + b.sigmoid()) * c", _FAR_OUT),
    # One function inside another.
    "nested_sigmoid_log": _text("y = (a * b).sigmoid().log() * c", _ABC),
    "nested_tanh_exp": _text("y = (a + b * c).tanh().exp() * c", _ABC),
    "nested_same": _text("y = x.tanh().tanh().tanh() * c", _XC),
    "nested_power_log": _text("y = (x ** 2 * c).log() * x", {"x": either, "c": positive}),
    # Plain numbers on either side.
    "number_plus_value": _text("y = (k + x) * c", _XC, {"k": either}),
    "number_minus_value": _text("y = (k - x) * c", _XC, {"k": either}),
    "number_times_value": _text("y = (k * x) * c", _XC, {"k": either}),
    "number_over_value": _text("y = (k / x) * c", _XC, {"k": either}),
    "value_plus_minus_number": _text("y = (x + k) * (x - k)", _X, {"k": either}),
    "value_times_over_number": _text("y = (x * k) * (x / k) * c", _XC, {"k": either}),
    "number_int": _text("y = (x + k) * (x * k)", _X, {"k": integer}),
    "number_numpy": _text("y = (k * x + k) * c", _XC, {"k": numpy_number}),
    # The operators that assign.
    "in_place_sum": _text("s = a; s += b; s *= s; y = s * a", _AB),
    "in_place_difference": _text("s = a * b; t = s; t -= a; y = t * s", _AB),
    # Whole models, and size.
    "network": _text(
        "h = (v * x + b).tanh(); o = (w * h + b).sigmoid(); r = o - t; y = r ** 2",
        dict.fromkeys("vxbwt", either),
    ),
    "network_far_off": _text("r = w * x - t; y = r * r", {"w": either, "x": either, "t": distant}),
    "long_chain": _text(
        "y = x\nfor _ in range(600):\n    y = y * k + x", _X, {"k": lambda rng: _between(rng, 0.97, 0.99)}
    ),
}

_SUMS_AND_PRODUCTS: Final = ("{0} + {1}", "{0} * {1}", "{1} * {0}", "{0} + {0}", "{0} * {0}")
_EVERYTHING: Final = (
    *_SUMS_AND_PRODUCTS,
    "{0} - {1}",
    "{0} / {1}",
    "-{0} * {1}",
    "{0} ** 2",
    "2 - {0}",
    "3 / {0}",
    "{0}.exp()",
    "{0}.tanh() + {1}",
    "{0}.sigmoid() * {1}",
    "({0} * {0} + 1).log()",
    "{0}.relu() + {1}",
)


def _random_graph(rng: Rng, forms: Sequence[str], steps: int, calls: int) -> Inputs:
    """Draw a graph line by line; a line whose value is very small or great is drawn again."""
    values = {name: either(rng) for name in "abc"}
    leaves, unused = dict(values), list(values)
    lines: list[str] = []
    while len(lines) < steps:
        likely = 0.8 ** np.arange(len(values))[::-1]  # the later a name, the more often it is used again
        one, other = (
            str(name) for name in rng.choice(list(values), 2, replace=False, p=likely / likely.sum())
        )
        name = f"n{len(lines) + 1}"
        form = str(rng.choice(forms))
        line = f"{name} = {form.format(one, other)}"
        value = evaluate(line, values)[name]
        if 0.2 < abs(value) < 5:
            lines.append(line)
            values[name] = value
            used = (one, other) if "{1}" in form else (one,)
            unused = [loose for loose in unused if loose not in used] + [name]
    lines.append(f"y = {' + '.join(unused)}")
    return {"text": "; ".join(lines), "leaves": leaves, "numbers": {}, "roots": ["y"] * calls}


RANDOM: Final[dict[str, Draw]] = {
    "random_sums_and_products": partial(_random_graph, forms=_SUMS_AND_PRODUCTS, steps=10, calls=1),
    "random_everything": partial(_random_graph, forms=_EVERYTHING, steps=12, calls=1),
    "random_everything_twice": partial(_random_graph, forms=_EVERYTHING, steps=8, calls=2),
}

_LARGE: Final = """\
total = x[0]
for _ in range(1, len(x)):
    total = total + x[_]
total = total * k
y = total
for _ in range(len(x)):
    y = y + (x[_] * total).tanh()
"""


@case(model=large_graph, seeds=4)
def many_leaves(rng: Rng) -> Inputs:
    """Draw a graph of 7,500 nodes in which every leaf changes most of the others.

    One pass for each node takes many seconds; an engine that looks for visited nodes in a list needs less
    than one, and is right.
    """
    numbers, direction = ([either(rng) for _ in range(1500)] for _ in range(2))
    return {"text": _LARGE, "numbers": numbers, "direction": direction, "k": _between(rng, 0.01, 0.02)}


CASES: Final = [
    *(
        OracleCase(name=name, draw=partial(_drawn, draws), model=model, seeds=64)
        for name, (model, draws) in NUMBERS.items()
    ),
    *(
        OracleCase(name=name, draw=draw, model=graph, seeds=_SEEDS)
        for name, draw in {**GRAPHS, **RANDOM}.items()
    ),
]
