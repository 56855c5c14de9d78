"""My solution for scalar graphs."""
import numpy as np


def multiply_backward(x, w, upstream):
    return dict(x=w * upstream, w=x * upstream)


def factory_forward(x, w, v):
    return w * x, v * (w * x)


def factory_loss(y, target):
    d = y - target
    return d * d


def factory_backward(x, w, v, target):
    u, y = factory_forward(x, w, v)
    gy = 2 * (y - target)
    gu = gy * v
    return {"y": gy, "v": gy * u, "u": gu, "w": gu * x, "x": gu * w}


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
    g["x"] = y * g["p"]
    g["x"] += g["n"]
    g["y"] = x * g["p"]
    winner = "x" if x > y else "y"
    g[winner] += g["m"]
    return g


class Value:
    __array_ufunc__ = None

    def __init__(self, data: float) -> None:
        self.data = float(data)
        self.grad = 0.0
        self.inputs = ()

    def __repr__(self) -> str:
        return f"Value(data={self.data}, grad={self.grad})"

    @staticmethod
    def lift(v):
        if isinstance(v, Value):
            return v
        return Value(v)

    @staticmethod
    def make(data, *edges):
        new = Value(data)
        new.inputs = edges
        return new

    def __add__(self, other):
        other = self.lift(other)
        return self.make(self.data + other.data, (self, 1.0), (other, 1.0))

    __radd__ = __add__

    def __sub__(self, other):
        other = self.lift(other)
        return self.make(self.data - other.data, (self, 1.0), (other, -1.0))

    def __rsub__(self, other):
        return self.lift(other) - self

    def __mul__(self, other):
        other = self.lift(other)
        return self.make(self.data * other.data, (self, other.data), (other, self.data))

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = self.lift(other)
        q = self.data / other.data
        return self.make(q, (self, 1 / other.data), (other, -q / other.data))

    def __rtruediv__(self, other):
        return self.lift(other) / self

    def __pow__(self, exponent):
        n = float(exponent)
        return self.make(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return self.make(-self.data, (self, -1.0))

    def exp(self):
        value = float(np.exp(self.data))
        return self.make(value, (self, value))

    def log(self):
        return self.make(np.log(self.data), (self, 1 / self.data))

    def relu(self):
        if self.data > 0:
            return self.make(self.data, (self, 1.0))
        return self.make(0.0, (self, 0.0))

    def sigmoid(self):
        e = float(np.exp(-abs(self.data)))
        s = 1 / (1 + e) if self.data >= 0 else e / (1 + e)
        return self.make(s, (self, s))

    def tanh(self):
        t = float(np.tanh(self.data))
        return self.make(t, (self, 1 - t**2))

    def backward(self):
        # first count how many uses each node has inside this graph
        uses = {self: 0}
        todo = [self]
        while todo:
            node = todo.pop()
            for source, _ in node.inputs:
                if source not in uses:
                    uses[source] = 0
                    todo.append(source)
                uses[source] += 1
        # then release a node when all its users are done
        flow = {node: 0.0 for node in uses}
        flow[self] = 1.0
        ready = [self]
        while ready:
            node = ready.pop()
            node.grad += flow[node]
            for source, slope in node.inputs:
                flow[source] += slope * flow[node]
                uses[source] -= 1
                if uses[source] == 0:
                    ready.append(source)
