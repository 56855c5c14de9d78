"""Scalar graphs: the chain rule on graphs of numbers.

Every function here takes numbers and returns numbers: Python floats, or tuples and dicts of them.
No function changes its arguments.

Gradients come back in dicts whose keys are names of variables: in a dict of gradients `"w"` holds
dLoss/dw, never w itself. The *upstream gradient* of a node is the derivative of the final result with
respect to that node's output; a node multiplies it by its own local derivatives and passes it on.

The standard library's `math` and NumPy are all you need: import what you use.
"""

# BEGIN SOLUTION NO PROMPT
import math

# END SOLUTION
from typing import ClassVar


def multiply_backward(x: float, w: float, upstream: float) -> dict[str, float]:
    """Pass a gradient backward through one multiplication, u = w * x.

    Formula: dLoss/dx = upstream * du/dx = upstream * w, and dLoss/dw = upstream * du/dw = upstream * x.

    Args:
        x: One factor, a number.
        w: The other factor, a number.
        upstream: dLoss/du, the gradient that arrives from above, a number.

    Returns:
        A dict with keys "x" and "w": dLoss/dx and dLoss/dw, numbers.

    Example:
        >>> multiply_backward(x=2.0, w=3.0, upstream=8.0)
        {'x': 24.0, 'w': 16.0}
    """
    # BEGIN SOLUTION
    return {"x": upstream * w, "w": upstream * x}
    # END SOLUTION


def factory_forward(x: float, w: float, v: float) -> tuple[float, float]:
    """Compute the factory's two stages, one multiplication after the other.

    Formula: u = w * x, then y = v * u.

    Args:
        x: What goes in, a number.
        w: The factor of the first stage, a number.
        v: The factor of the second stage, a number.

    Returns:
        The pair (u, y), numbers.

    Example:
        >>> factory_forward(x=2.0, w=3.0, v=2.0)
        (6.0, 12.0)
    """
    # BEGIN SOLUTION
    u = w * x
    y = v * u
    return u, y
    # END SOLUTION


def factory_loss(y: float, target: float) -> float:
    """Measure how far the factory's product is from its target.

    Formula: loss = (y - target) ** 2, without a factor 1/2.

    Args:
        y: What the factory produced, a number.
        target: What it should have produced, a number.

    Returns:
        The loss, a number.

    Example:
        >>> factory_loss(y=12.0, target=10.0)
        4.0
    """
    # BEGIN SOLUTION
    return (y - target) ** 2
    # END SOLUTION


def factory_backward(x: float, w: float, v: float, target: float) -> dict[str, float]:
    """Compute the derivative of the factory's loss with respect to every number in it.

    Start at the loss, whose derivative with respect to y is 2 * (y - target), and go back through
    y = v * u and u = w * x, one multiplication at a time.

    Args:
        x: What goes in, a number.
        w: The factor of the first stage, a number.
        v: The factor of the second stage, a number.
        target: What should come out, a number.

    Returns:
        A dict with keys "y", "v", "u", "w", "x": dLoss/dy and so on, numbers.

    Example:
        >>> factory_backward(x=2.0, w=3.0, v=2.0, target=10.0)
        {'y': 4.0, 'v': 24.0, 'u': 8.0, 'w': 16.0, 'x': 24.0}
    """
    # BEGIN SOLUTION
    u, y = factory_forward(x, w, v)
    dy = 2 * (y - target)
    second = multiply_backward(u, v, dy)
    first = multiply_backward(x, w, second["x"])
    return {"y": dy, "v": second["w"], "u": second["x"], "w": first["w"], "x": first["x"]}
    # END SOLUTION


def affine_forward(x: float, w: float, b: float) -> tuple[float, float]:
    """Compute an affine model's prediction.

    Formula: z = x * w, then y_hat = z + b.

    Args:
        x: The input, a number.
        w: The weight, a number.
        b: The bias, a number.

    Returns:
        The pair (z, y_hat), numbers.

    Example:
        >>> affine_forward(x=2.0, w=1.0, b=0.0)
        (2.0, 2.0)
    """
    # BEGIN SOLUTION
    z = x * w
    y_hat = z + b
    return z, y_hat
    # END SOLUTION


def affine_loss(y_hat: float, y: float) -> tuple[float, float]:
    """Compute the residual of a prediction and its square.

    Formula: r = y_hat - y (prediction minus target, in this order), then loss = r ** 2.

    Args:
        y_hat: The prediction, a number.
        y: The target, a number.

    Returns:
        The pair (r, loss), numbers.

    Example:
        >>> affine_loss(y_hat=2.0, y=4.0)
        (-2.0, 4.0)
    """
    # BEGIN SOLUTION
    r = y_hat - y
    return r, r**2
    # END SOLUTION


def affine_backward(x: float, w: float, b: float, y: float) -> dict[str, float]:
    """Compute the derivative of the affine model's loss with respect to every number in it.

    Addition and subtraction pass the upstream gradient on unchanged to their first operand; a
    multiplication passes it on times the other factor.

    Args:
        x: The input, a number.
        w: The weight, a number.
        b: The bias, a number.
        y: The target, a number.

    Returns:
        A dict with keys "r", "y_hat", "z", "b", "w", "x": dLoss/dr and so on, numbers.

    Example:
        >>> affine_backward(x=2.0, w=1.0, b=0.0, y=4.0)
        {'r': -4.0, 'y_hat': -4.0, 'z': -4.0, 'b': -4.0, 'w': -8.0, 'x': -4.0}
    """
    # BEGIN SOLUTION
    _, y_hat = affine_forward(x, w, b)
    r, _ = affine_loss(y_hat, y)
    dr = 2 * r
    dy_hat = dr
    dz, db = dy_hat, dy_hat
    product = multiply_backward(x, w, dz)
    return {"r": dr, "y_hat": dy_hat, "z": dz, "b": db, "w": product["w"], "x": product["x"]}
    # END SOLUTION


def fork_forward(x: float, y: float) -> dict[str, float]:
    """Compute every node of a graph in which x and y are used more than once.

    Formulas: p = x * y, e = exp(p), n = e + x, m = max(x, y), d = 1 + m ** 2, f = n / d.

    Args:
        x: The first input, a number.
        y: The second input, a number.

    Returns:
        A dict with keys "p", "e", "n", "m", "d", "f": the values of the nodes, numbers.

    Example:
        >>> values = fork_forward(x=2.0, y=-1.0)
        >>> values["p"], values["m"], values["d"], round(values["f"], 6)
        (-2.0, 2.0, 5.0, 0.427067)
    """
    # BEGIN SOLUTION
    p = x * y
    e = math.exp(p)
    n = e + x
    m = max(x, y)
    d = 1 + m**2
    f = n / d
    return {"p": p, "e": e, "n": n, "m": m, "d": d, "f": f}
    # END SOLUTION


def fork_backward(x: float, y: float) -> dict[str, float]:
    """Compute df/d(node) for every node of the fork graph.

    The gradient of a node that is used more than once is the sum over all paths from it to f: x counts
    three times (through p, n and m), y twice (through p and m). The maximum passes its gradient
    to the greater of its inputs and none to the other. A tie x == y has no derivative and is never tested.

    Args:
        x: The first input, a number.
        y: The second input, a number.

    Returns:
        A dict with keys "f", "n", "d", "m", "e", "p", "x", "y": df/df = 1, df/dn and so on, numbers.

    Example:
        >>> gradients = fork_backward(x=2.0, y=-1.0)
        >>> round(gradients["n"], 6), round(gradients["x"], 6), round(gradients["y"], 6)
        (0.2, -0.168721, 0.054134)
    """
    # BEGIN SOLUTION
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
    # END SOLUTION


# BEGIN SOLUTION NO PROMPT
def _as_value(operand: "Value | float") -> "Value":
    """Return `operand` as a node of the graph: a plain number becomes a leaf."""
    return operand if isinstance(operand, Value) else Value(operand)


def _computed(data: float, *inputs: "tuple[Value, float]") -> "Value":
    """Return a new value that remembers its inputs and the local derivative with respect to each."""
    result = Value(data)
    result.inputs = inputs
    return result


def _topological_order(root: "Value") -> "list[Value]":
    """Return every node that `root` depends on, each after its inputs; a stack stands in for recursion."""
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


# END SOLUTION
class Value:
    """A number that remembers how it was computed, so that it can find its own gradients.

    Arithmetic with values makes new values; together they form a graph. `backward`, called on the result,
    adds d(result)/d(node) to the `grad` of every node of that graph.

    One way to build it: each new value keeps, for every value it was computed from, the pair
    (that value, local derivative with respect to it) in `inputs`. Both are known when the new value is made:
    for `c = a * b` they are `((a, b.data), (b, a.data))`. You may keep something else instead.

    Conventions: either operand may be an int, a float or a NumPy scalar; no operation changes its operands;
    relu'(0) = 0.

    Attributes:
        data: The number, a Python float.
        grad: The gradient gathered by `backward`, a Python float; 0.0 at first.

    Example:
        >>> x = Value(3.0)
        >>> y = x * x + 2 * x
        >>> y.backward()
        >>> y.data, x.grad
        (15.0, 8.0)
    """

    # Leaves `np.float64(2.0) * Value(3.0)` to `Value.__rmul__`.
    __array_ufunc__: ClassVar[None] = None

    def __init__(self, data: float) -> None:
        self.data = float(data)
        self.grad = 0.0
        self.inputs: tuple[tuple[Value, float], ...] = ()

    def __repr__(self) -> str:
        """Show the number and its gradient."""
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other: "Value | float") -> "Value":
        """Return self + other.

        Example:
            >>> (Value(2.0) + 3).data
            5.0
        """
        # BEGIN SOLUTION
        other = _as_value(other)
        return _computed(self.data + other.data, (self, 1.0), (other, 1.0))
        # END SOLUTION

    def __radd__(self, other: float) -> "Value":
        """Return other + self, where other is a plain number.

        Example:
            >>> (3 + Value(2.0)).data
            5.0
        """
        # BEGIN SOLUTION
        return self + other
        # END SOLUTION

    def __sub__(self, other: "Value | float") -> "Value":
        """Return self - other.

        Example:
            >>> (Value(2.0) - 3).data
            -1.0
        """
        # BEGIN SOLUTION
        return self + -_as_value(other)
        # END SOLUTION

    def __rsub__(self, other: float) -> "Value":
        """Return other - self, where other is a plain number: mind the order.

        Example:
            >>> (3 - Value(2.0)).data
            1.0
        """
        # BEGIN SOLUTION
        return _as_value(other) - self
        # END SOLUTION

    def __mul__(self, other: "Value | float") -> "Value":
        """Return self * other.

        Example:
            >>> (Value(2.0) * 3).data
            6.0
        """
        # BEGIN SOLUTION
        other = _as_value(other)
        return _computed(self.data * other.data, (self, other.data), (other, self.data))
        # END SOLUTION

    def __rmul__(self, other: float) -> "Value":
        """Return other * self, where other is a plain number.

        Example:
            >>> (3 * Value(2.0)).data
            6.0
        """
        # BEGIN SOLUTION
        return self * other
        # END SOLUTION

    def __truediv__(self, other: "Value | float") -> "Value":
        """Return self / other.

        Example:
            >>> (Value(3.0) / 2).data
            1.5
        """
        # BEGIN SOLUTION
        other = _as_value(other)
        quotient = self.data / other.data
        return _computed(quotient, (self, 1 / other.data), (other, -quotient / other.data))
        # END SOLUTION

    def __rtruediv__(self, other: float) -> "Value":
        """Return other / self, where other is a plain number: mind the order.

        Example:
            >>> (3 / Value(2.0)).data
            1.5
        """
        # BEGIN SOLUTION
        return _as_value(other) / self
        # END SOLUTION

    def __pow__(self, exponent: float) -> "Value":
        """Return self ** exponent, where exponent is a plain number, never a `Value`.

        Example:
            >>> (Value(2.0) ** 3).data
            8.0
        """
        # BEGIN SOLUTION
        exponent = float(exponent)
        return _computed(self.data**exponent, (self, exponent * self.data ** (exponent - 1)))
        # END SOLUTION

    def __neg__(self) -> "Value":
        """Return -self.

        Example:
            >>> (-Value(2.0)).data
            -2.0
        """
        # BEGIN SOLUTION
        return _computed(-self.data, (self, -1.0))
        # END SOLUTION

    def exp(self) -> "Value":
        """Return e to the power of self.

        Example:
            >>> Value(0.0).exp().data
            1.0
        """
        # BEGIN SOLUTION
        result = math.exp(self.data)
        return _computed(result, (self, result))
        # END SOLUTION

    def log(self) -> "Value":
        """Return the natural logarithm of self, which must be positive.

        Example:
            >>> Value(1.0).log().data
            0.0
        """
        # BEGIN SOLUTION
        return _computed(math.log(self.data), (self, 1 / self.data))
        # END SOLUTION

    def relu(self) -> "Value":
        """Return self where it is positive, else 0. The derivative at exactly 0 is 0.

        Example:
            >>> Value(-2.0).relu().data, Value(2.0).relu().data
            (0.0, 2.0)
        """
        # BEGIN SOLUTION
        return _computed(max(self.data, 0.0), (self, 1.0 if self.data > 0 else 0.0))
        # END SOLUTION

    def sigmoid(self) -> "Value":
        """Return 1 / (1 + exp(-self)), without overflow for values of 1000 or -1000.

        Example:
            >>> Value(0.0).sigmoid().data
            0.5
        """
        # BEGIN SOLUTION
        small = math.exp(-abs(self.data))
        result = (1.0 if self.data >= 0 else small) / (1 + small)
        return _computed(result, (self, result * (1 - result)))
        # END SOLUTION

    def tanh(self) -> "Value":
        """Return the hyperbolic tangent of self.

        Example:
            >>> Value(0.0).tanh().data
            0.0
        """
        # BEGIN SOLUTION
        result = math.tanh(self.data)
        return _computed(result, (self, 1 - result**2))
        # END SOLUTION

    def backward(self) -> None:
        """Add d(self)/d(node) to the `grad` of every node that self was computed from, and of self.

        Start with d(self)/d(self) = 1. Go through the nodes in reverse topological order: a node may pass
        its gradient on only when all the nodes that use it have passed theirs. Each node is processed once;
        contributions of several paths add up. A chain of 3,000 nodes must not hit Python's recursion limit,
        and a graph of 7,500 nodes takes a fraction of a second.

        Each call passes on only the gradients of that call and adds them to what is in `grad`: after two
        calls every `grad`, self's too, is exactly twice what one call gives.

        Example:
            >>> x = Value(3.0)
            >>> y = x * x
            >>> y.backward()
            >>> x.grad, y.grad
            (6.0, 1.0)
            >>> y.backward()
            >>> x.grad, y.grad
            (12.0, 2.0)
        """
        # BEGIN SOLUTION
        order = _topological_order(self)
        upstream = dict.fromkeys(order, 0.0)
        upstream[self] = 1.0
        for node in reversed(order):
            node.grad += upstream[node]
            for source, derivative in node.inputs:
                upstream[source] += upstream[node] * derivative
        # END SOLUTION
