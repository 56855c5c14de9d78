"""My solution for scalar graphs."""
import numpy as np


def multiply_backward(x: float, w: float, upstream: float) -> dict[str, float]:
    # derivative w.r.t. one factor is the other factor
    local = {"x": w, "w": x}
    return {name: local[name] * upstream for name in local}


def factory_forward(x: float, w: float, v: float) -> tuple[float, float]:
    u = x * w
    return u, u * v


def factory_loss(y: float, target: float) -> float:
    return (target - y) ** 2


def factory_backward(x: float, w: float, v: float, target: float) -> dict[str, float]:
    u, y = factory_forward(x, w, v)
    grads = {"y": 2.0 * y - 2.0 * target}
    upper = multiply_backward(x=u, w=v, upstream=grads["y"])
    grads["v"], grads["u"] = upper["w"], upper["x"]
    grads.update(multiply_backward(x, w, grads["u"]))
    return grads


def affine_forward(x: float, w: float, b: float) -> tuple[float, float]:
    z = w * x
    return z, b + z


def affine_loss(y_hat: float, y: float) -> tuple[float, float]:
    return y_hat - y, (y_hat - y) ** 2


def affine_backward(x: float, w: float, b: float, y: float) -> dict[str, float]:
    up = 2 * (x * w + b - y)
    # plus and minus hand the gradient on as it is
    result = dict.fromkeys(("r", "y_hat", "z", "b"), up)
    result["w"] = x * up
    result["x"] = w * up
    return result


def fork_forward(x, y):
    p = x * y
    e = np.exp(p)
    n = e + x
    m = x if x > y else y
    d = 1 + m * m
    return dict(p=p, e=e, n=n, m=m, d=d, f=n / d)


def fork_backward(x, y):
    v = fork_forward(x, y)
    g = {"f": 1.0}
    g["n"] = 1 / v["d"]
    g["d"] = -v["n"] / (v["d"] * v["d"])
    g["m"] = 2 * v["m"] * g["d"]
    g["e"] = g["n"]
    g["p"] = v["e"] * g["e"]
    # x goes into the product and into the maximum
    g["x"] = y * g["p"] + (g["m"] if x > y else 0.0)
    g["y"] = x * g["p"] + (g["m"] if y > x else 0.0)
    return g


_counter = [0]


class Value:
    __array_ufunc__ = None

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.sources = []  # pairs (value, function from my gradient to its gradient)
        _counter[0] += 1
        self.number = _counter[0]

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other):
        return add(self, other)

    def __radd__(self, other):
        return add(other, self)

    def __sub__(self, other):
        return add(self, mul(other, -1))

    def __rsub__(self, other):
        return add(other, mul(self, -1))

    def __mul__(self, other):
        return mul(self, other)

    def __rmul__(self, other):
        return mul(other, self)

    def __truediv__(self, other):
        return divide(self, other)

    def __rtruediv__(self, other):
        return divide(other, self)

    def __pow__(self, exponent):
        c = float(exponent)
        base = self.data
        return new(base**c, (self, lambda g: g * c * base ** (c - 1)))

    def __neg__(self):
        return mul(self, -1)

    def exp(self):
        y = np.exp(self.data)
        return new(y, (self, lambda g: g * y))

    def log(self):
        z = self.data
        return new(np.log(z), (self, lambda g: g / z))

    def relu(self):
        z = self.data
        return new(max(z, 0.0), (self, lambda g: g if z > 0 else 0.0))

    def sigmoid(self):
        z = self.data
        s = np.exp(min(z, 0.0)) / (1.0 + np.exp(-abs(z)))
        return new(s, (self, lambda g: g * s * (1 - s)))

    def tanh(self):
        t = np.tanh(self.data)
        return new(t, (self, lambda g: g * (1 + t) * (1 - t)))

    def backward(self):
        reachable = {self.number: self}
        todo = [self]
        while todo:
            for source, _ in todo.pop().sources:
                if source.number not in reachable:
                    reachable[source.number] = source
                    todo.append(source)
        gradient = {number: 0.0 for number in reachable}
        gradient[self.number] = 1.0
        # a value is always made after its inputs, so going down by number is a reverse topological order
        for number in sorted(reachable, reverse=True):
            node = reachable[number]
            for source, pull in node.sources:
                gradient[source.number] += pull(gradient[number])
            node.grad += gradient[number]


def new(data, *sources):
    value = Value(data)
    value.sources = list(sources)
    return value


def to_value(x):
    return x if isinstance(x, Value) else Value(x)


def add(a, b):
    a, b = to_value(a), to_value(b)
    return new(a.data + b.data, (a, lambda g: g), (b, lambda g: g))


def mul(a, b):
    a, b = to_value(a), to_value(b)
    p, q = a.data, b.data
    return new(p * q, (a, lambda g: g * q), (b, lambda g: g * p))


def divide(a, b):
    a, b = to_value(a), to_value(b)
    p, q = a.data, b.data
    return new(p / q, (a, lambda g: g / q), (b, lambda g: -g * p / (q * q)))
