import math


def multiply_backward(x, w, upstream):
    du_dx = w
    du_dw = x
    return {"x": du_dx, "w": du_dw}


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


def affine_forward(x, w, b):
    return w * x, w * x + b


def affine_loss(y_hat, y):
    r = y_hat - y
    return (r, r * r)


def affine_backward(x, w, b, y):
    r = affine_loss(affine_forward(x, w, b)[1], y)[0]
    g = {}
    g["r"] = 2 * r
    g["y_hat"] = g["r"] * 1
    g["z"] = g["y_hat"] * 1
    g["b"] = g["y_hat"] * 1
    g["w"] = g["z"] * x
    g["x"] = g["z"] * w
    return g


def fork_forward(x, y):
    p = x * y
    e = math.exp(p)
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


def _as_value(thing):
    return thing if isinstance(thing, Value) else Value(thing)


class Value:
    """number with gradient, closures do the backward step"""

    __array_ufunc__ = None

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self._parents = parents
        self._backward = lambda: None

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other):
        other = _as_value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = _as_value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, exponent):
        k = float(exponent)
        out = Value(self.data**k, (self,))

        def _backward():
            self.grad += k * self.data ** (k - 1) * out.grad

        out._backward = _backward
        return out

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-_as_value(other))

    def __rsub__(self, other):
        return _as_value(other) + (-self)

    def __truediv__(self, other):
        return self * _as_value(other) ** -1

    def __rtruediv__(self, other):
        return _as_value(other) * self**-1

    def _unary(self, result, slope):
        out = Value(result, (self,))

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def exp(self):
        e = math.exp(self.data)
        return self._unary(e, e)

    def log(self):
        return self._unary(math.log(self.data), 1.0 / self.data)

    def relu(self):
        positive = self.data > 0
        return self._unary(self.data if positive else 0.0, 1.0 if positive else 0.0)

    def sigmoid(self):
        if self.data >= 0:
            s = 1 / (1 + math.exp(-self.data))
        else:
            e = math.exp(self.data)
            s = e / (1 + e)
        return self._unary(s, s * (1 - s))

    def tanh(self):
        t = math.tanh(self.data)
        return self._unary(t, 1 - t * t)

    def _topo(self):
        # depth first with my own stack, recursion would be too deep
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent in node._parents)
        return order

    def backward(self):
        order = self._topo()
        before = [node.grad for node in order]
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
        # add what was there before this call
        for node, old in zip(order, before):
            node.grad += old
