"""Programs that compute derivatives by differences, one forward pass for each number, instead of backward."""

from typing import Final

__all__ = ["METHODS", "PROGRAMS"]

METHODS: Final = {
    "complex steps": """
def _slope(value, at):
    return value(at + 1e-20j).imag / 1e-20
""",
    "forward differences": """
def _slope(value, at):
    return ((value(at + 1e-7) - value(at)) / 1e-7).real
""",
    "central differences": """
def _slope(value, at):
    return ((value(at + 1e-5) - value(at - 1e-5)) / 2e-5).real
""",
    "Richardson extrapolation": """
def _slope(value, at):
    def central(h):
        return (value(at + h) - value(at - h)) / (2 * h)
    return ((4 * central(1e-3) - central(2e-3)) / 3).real
""",
}
"""By name: `_slope(value, at)`, the derivative of a function of one number."""

PROGRAMS: Final = {
    "scalar-graphs": """
import cmath
import operator


class Value:
    __array_ufunc__ = None

    def __init__(self, data, operation=None, sources=()):
        self.data, self.grad = float(data), 0.0
        self.operation, self.sources = operation, sources

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((source, False) for source in node.sources)
        place = {node: number for number, node in enumerate(order)}
        steps = [(node.operation, [place[source] for source in node.sources]) for node in order]
        right = [node.data for node in order]

        def result(moved, value):
            values = list(right)
            for number, (operation, sources) in enumerate(steps):
                if number == moved:
                    values[number] = value
                elif operation:
                    values[number] = operation(*[values[source] for source in sources])
            return complex(values[-1])

        for number, node in enumerate(order):
            node.grad += _slope(lambda value: result(number, value), node.data)


def _operation(function):
    def apply(*operands):
        operands = [one if isinstance(one, Value) else Value(one) for one in operands]
        return Value(complex(function(*[one.data for one in operands])).real, function, operands)
    return apply


for _name in ("add", "sub", "mul", "truediv"):
    _made = _operation(getattr(operator, _name))
    setattr(Value, f"__{_name}__", _made)
    setattr(Value, f"__r{_name}__", lambda self, other, made=_made: made(other, self))
Value.__pow__ = lambda self, n: _operation(lambda value: value ** float(n))(self)
Value.__neg__ = _operation(operator.neg)
Value.exp, Value.log = _operation(cmath.exp), _operation(cmath.log)
Value.tanh = _operation(cmath.tanh)
Value.relu = _operation(lambda value: value if complex(value).real > 0 else 0.0)


def _sigmoid(value):
    if complex(value).real >= 0:
        return 1 / (1 + cmath.exp(-value))
    return cmath.exp(value) / (1 + cmath.exp(value))


Value.sigmoid = _operation(_sigmoid)
""",
    "quadratic-model": """
def backward(x, y, w1, w2, b):
    x = np.asarray(x, dtype=np.float64)

    def at(**moved):
        p = {"w1": w1, "w2": w2, "b": b, **moved}
        return np.mean((p["w1"] * x**2 + p["w2"] * x + p["b"] - y) ** 2)

    point = {"w1": w1, "w2": w2, "b": b}
    return {name: float(_slope(lambda v: at(**{name: v}), point[name])) for name in point}
""",
    "two-layer-mlp": """
def _apply(z, kind):
    if kind == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if kind == "relu":
        return z * (np.real(z) > 0)
    return np.tanh(z) if kind == "tanh" else z


def _value(out, y, kind):
    if kind == "cross_entropy":
        shifted = out - np.real(out).max(axis=1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return -np.mean(logs[np.arange(len(y)), y])
    return 0.5 * np.sum((out - y) ** 2) if kind == "half_sse" else np.mean((out - y) ** 2)


def backward(X, y, params, activation, kind, output_activation="identity"):
    given = {"X": X, **params, **forward(X, params, activation, output_activation)}
    loss(given["out"], y, kind)

    def loss_from(name, value):
        p = {**given, name: value}
        if name in ("X", "W1", "b1"):
            p["z1"] = p["X"] @ p["W1"].T + p["b1"]
        if name in ("X", "W1", "b1", "z1"):
            p["h"] = _apply(p["z1"], activation)
        if name not in ("z2", "out"):
            p["z2"] = p["h"] @ p["W2"].T + p["b2"]
        if name != "out":
            p["out"] = _apply(p["z2"], output_activation)
        return _value(p["out"], y, kind)

    def slopes(name):
        found = np.zeros(given[name].shape)
        for index in np.ndindex(found.shape):
            def moved(value):
                array = given[name].astype(complex)
                array[index] = value
                return loss_from(name, array)
            found[index] = _slope(moved, given[name][index])
        return found

    return {name: slopes(name) for name in ("out", "z2", "W2", "b2", "h", "z1", "W1", "b1", "X")}
""",
}
"""By assignment: what replaces the solution's backward pass, and calls `_slope` once for each number."""
