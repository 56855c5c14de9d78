"""Scalar graphs: the chain rule on graphs of numbers.

Every function here takes numbers and returns numbers: Python floats, or tuples and dicts of them.
No function changes its arguments.

Gradients come back in dicts whose keys are names of variables: in a dict of gradients `"w"` holds
dLoss/dw, never w itself. The *upstream gradient* of a node is the derivative of the final result with
respect to that node's output; a node multiplies it by its own local derivatives and passes it on.

The standard library's `math` and NumPy are all you need: import what you use.
"""

import math

from typing import ClassVar


def multiply_backward(x: float, w: float, upstream: float) -> dict[str, float]:
    return {"x": upstream * w, "w": upstream * x}


def factory_forward(x: float, w: float, v: float) -> tuple[float, float]:
    u = w * x
    y = v * u
    return u, y


def factory_loss(y: float, target: float) -> float:
    return (y - target) ** 2


def factory_backward(x: float, w: float, v: float, target: float) -> dict[str, float]:
    u, y = factory_forward(x, w, v)
    dy = 2 * (y - target)
    second = multiply_backward(u, v, dy)
    first = multiply_backward(x, w, second["x"])
    return {"y": dy, "v": second["x"], "u": second["w"], "w": first["w"], "x": first["x"]}


def affine_forward(x: float, w: float, b: float) -> tuple[float, float]:
    z = x * w
    y_hat = z + b
    return z, y_hat


def affine_loss(y_hat: float, y: float) -> tuple[float, float]:
    r = y_hat - y
    return r, r**2


def affine_backward(x: float, w: float, b: float, y: float) -> dict[str, float]:
    _, y_hat = affine_forward(x, w, b)
    r, _ = affine_loss(y_hat, y)
    dr = 2 * r
    dy_hat = dr
    dz, db = dy_hat, dy_hat
    product = multiply_backward(x, w, dz)
    return {"r": dr, "y_hat": dy_hat, "z": dz, "b": db, "w": product["w"], "x": product["x"]}


def fork_forward(x: float, y: float) -> dict[str, float]:
    p = x * y
    e = math.exp(p)
    n = e + x
    m = max(x, y)
    d = 1 + m**2
    f = n / d
    return {"p": p, "e": e, "n": n, "m": m, "d": d, "f": f}


def fork_backward(x: float, y: float) -> dict[str, float]:
    v = fork_forward(x, y)
    df = 1.0
    dn = df / v["d"]
    dd = -df * v["n"] / v["d"] ** 2
    dm = dd * 2 * v["m"]
    de = dn
    dp = de * v["e"]
    dx = dp * y + dn + (dm if x > y else 0.0)
    dy = dp * x + (0.0 if x > y else dm)
    return {"f": df, "n": dn, "d": dd, "m": dm, "e": de, "p": dp, "x": dx, "y": dy}


def _as_value(operand: "Value | float") -> "Value":
    return operand if isinstance(operand, Value) else Value(operand)


def _computed(data: float, *inputs: "tuple[Value, float]") -> "Value":
    result = Value(data)
    result.inputs = inputs
    return result


def _topological_order(root: "Value") -> "list[Value]":
    order: list[Value] = []
    seen: set[Value] = set()
    stack = [(root, False)]
    while stack:
        node, inputs_are_done = stack.pop()
        if inputs_are_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((source, False) for source, _ in node.inputs)
    return order


class Value:
    # Leaves `np.float64(2.0) * Value(3.0)` to `Value.__rmul__`.
    __array_ufunc__: ClassVar[None] = None

    def __init__(self, data: float) -> None:
        self.data = float(data)
        self.grad = 0.0
        self.inputs: tuple[tuple[Value, float], ...] = ()

    def __repr__(self) -> str:
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other: "Value | float") -> "Value":
        other = _as_value(other)
        return _computed(self.data + other.data, (self, 1.0), (other, 1.0))

    def __radd__(self, other: float) -> "Value":
        return self + other

    def __sub__(self, other: "Value | float") -> "Value":
        return self + -_as_value(other)

    def __rsub__(self, other: float) -> "Value":
        return _as_value(other) - self

    def __mul__(self, other: "Value | float") -> "Value":
        other = _as_value(other)
        return _computed(self.data * other.data, (self, other.data), (other, self.data))

    def __rmul__(self, other: float) -> "Value":
        return self * other

    def __truediv__(self, other: "Value | float") -> "Value":
        other = _as_value(other)
        quotient = self.data / other.data
        return _computed(quotient, (self, 1 / other.data), (other, -quotient / other.data))

    def __rtruediv__(self, other: float) -> "Value":
        return _as_value(other) / self

    def __pow__(self, exponent: float) -> "Value":
        exponent = float(exponent)
        return _computed(self.data**exponent, (self, exponent * self.data ** (exponent - 1)))

    def __neg__(self) -> "Value":
        return _computed(-self.data, (self, -1.0))

    def exp(self) -> "Value":
        result = math.exp(self.data)
        return _computed(result, (self, result))

    def log(self) -> "Value":
        return _computed(math.log(self.data), (self, 1 / self.data))

    def relu(self) -> "Value":
        return _computed(max(self.data, 0.0), (self, 1.0 if self.data > 0 else 0.0))

    def sigmoid(self) -> "Value":
        small = math.exp(-abs(self.data))
        result = (1.0 if self.data >= 0 else small) / (1 + small)
        return _computed(result, (self, result * (1 - result)))

    def tanh(self) -> "Value":
        result = math.tanh(self.data)
        return _computed(result, (self, 1 - result**2))

    def backward(self) -> None:
        order = _topological_order(self)
        upstream = dict.fromkeys(order, 0.0)
        upstream[self] = 1.0
        for node in reversed(order):
            node.grad += upstream[node]
            for source, derivative in node.inputs:
                upstream[source] += upstream[node] * derivative
