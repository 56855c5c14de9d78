"""The chain rule at one arrow of a graph: the local derivative, times the upstream gradient."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from grader.explain.graph import Graph, Node

__all__ = ["Product", "product_at"]

Array = NDArray[np.float64]

_STEP: Final = 1e-6
_MOST_ENTRIES: Final = 64
_FUNCTIONS: Final[dict[str, Any]] = {
    "abs": np.abs, "exp": np.exp, "log": np.log, "maximum": np.maximum, "mean": np.mean,
    "minimum": np.minimum, "sqrt": np.sqrt, "sum": np.sum, "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0), "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}  # fmt: skip
_SYNTAX: Final = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Attribute, ast.Constant, ast.Load,
    ast.operator, ast.unaryop,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What reaches a quantity through one that is computed from it.

    Attributes:
        through: Name of the quantity that is computed from it.
        local: The derivative of each entry of that quantity with respect to the same entry of this one; None
            where entries depend on more than one.
        upstream: The gradient of the result with respect to that quantity.
        product: The two multiplied, and added up over all entries.
    """

    through: str
    local: Array | None
    upstream: Array
    product: Array


def product_at(graph: Graph, source: Node, target: Node) -> Product | None:
    """Multiply the local derivative at an arrow with the upstream gradient, as measured at the values shown.

    Args:
        graph: The graph.
        source: The quantity at the arrow's beginning.
        target: The one at its tip, which is computed from it.

    Returns:
        The product; None where a formula cannot be read, a number is not known, or arrays are large.
    """
    values = {node.name: node.value.expected for node in graph.nodes if node.value.expected is not None}
    if source.name not in values or target.gradient.expected is None or not _is_readable(target.formula):
        return None
    at, upstream = (
        np.asarray(one, dtype=np.float64) for one in (values[source.name], target.gradient.expected)
    )
    if at.size > _MOST_ENTRIES or upstream.size > _MOST_ENTRIES:
        return None
    code = compile(target.formula, "formula", "eval")
    columns = []
    for index in np.ndindex(at.shape):
        step = np.zeros(at.shape)
        step[index] = _STEP * max(1.0, abs(float(at[index])))
        ends = [_evaluate(code, {**values, source.name: at + sign * step}) for sign in (1, -1)]
        if any(one is None or np.shape(one) != upstream.shape for one in ends):
            return None
        columns.append(np.ravel((ends[0] - ends[1]) / (2 * step[index])))
    slopes = np.array(columns)
    product = (slopes @ upstream.ravel()).reshape(at.shape)
    return Product(
        through=target.name, local=_own_slopes(slopes, at, upstream), upstream=upstream, product=product
    )


def _own_slopes(slopes: Array, at: Array, upstream: Array) -> Array | None:
    """Return the slope of each entry by its own one; None unless that is all it depends on."""
    if at.shape != upstream.shape or np.any(np.abs(slopes - np.diag(np.diag(slopes))) > _STEP):
        return None
    return np.diag(slopes).reshape(at.shape)


def _is_readable(formula: str) -> bool:
    """Return whether a formula is arithmetic alone, and no other code."""
    try:
        nodes = list(ast.walk(ast.parse(formula, mode="eval")))
    except SyntaxError:
        return False
    return all(
        isinstance(node, _SYNTAX) and (not isinstance(node, ast.Attribute) or node.attr == "T")
        for node in nodes
    )


def _evaluate(code: Any, values: Mapping[str, Any]) -> Any:
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in values.items()}
    try:
        with np.errstate(all="ignore"):
            return eval(code, {"__builtins__": {}}, {**_FUNCTIONS, **arrays})  # noqa: S307  # arithmetic alone, see above
    # A formula is written for people, and may name what is not in the graph.
    except (NameError, TypeError, ValueError):
        return None
