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


class Value:
    __array_ufunc__ = None

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.sources = ()
        self.passed = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        result = Value(self.data + other.data)
        def passed():
            self.grad += result.grad
            other.grad += result.grad
        result.sources = (self, other)
        result.passed = passed
        return result

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        result = Value(self.data * other.data)
        def passed():
            self.grad += result.grad * other.data
            other.grad += result.grad * self.data
        result.sources = (self, other)
        result.passed = passed
        return result

    def __pow__(self, exponent):
        exponent = float(exponent)
        result = Value(self.data ** exponent)
        def passed():
            self.grad += exponent * self.data ** (exponent - 1) * result.grad
        result.sources = (self,)
        result.passed = passed
        return result

    def __neg__(self):
        return self * -1
    def __radd__(self, other):
        return self + other
    def __sub__(self, other):
        return self + (-other)
    def __rsub__(self, other):
        return Value(other) + (-self)
    def __rmul__(self, other):
        return self * other
    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self * other ** -1
    def __rtruediv__(self, other):
        return Value(other) * self ** -1

    def exp(self):
        result = Value(math.exp(self.data))
        def passed():
            self.grad = result.grad * result.data
        result.sources = (self,)
        result.passed = passed
        return result

    def log(self):
        result = Value(math.log(self.data))
        def passed():
            self.grad += result.grad / self.data
        result.sources = (self,)
        result.passed = passed
        return result

    def relu(self):
        result = Value(max(self.data, 0.0))
        def passed():
            self.grad += result.grad * (self.data > 0)
        result.sources = (self,)
        result.passed = passed
        return result

    def sigmoid(self):
        small = math.exp(-abs(self.data))
        s = (1.0 if self.data >= 0 else small) / (1 + small)
        result = Value(s)
        def passed():
            self.grad += result.grad * s * (1 - s)
        result.sources = (self,)
        result.passed = passed
        return result

    def tanh(self):
        result = Value(math.tanh(self.data))
        def passed():
            self.grad += result.grad * (1 - result.data ** 2)
        result.sources = (self,)
        result.passed = passed
        return result

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((one, False) for one in node.sources)
        kept = {id(node): node.grad for node in order}
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node.passed()
        for node in order:
            node.grad += kept[id(node)]
