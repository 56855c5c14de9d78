from math import exp, log, tanh


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
    e = exp(p)
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


def wrap(thing):
    return thing if isinstance(thing, Value) else Value(thing)


class Value:
    """number with gradient, closures do the backward step"""

    __array_ufunc__ = None

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.children = parents
        self._backward = lambda: None

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other):
        other = wrap(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = wrap(other)
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
        return self + (-wrap(other))

    def __rsub__(self, other):
        return wrap(other) + (-self)

    def __truediv__(self, other):
        return self * wrap(other) ** -1

    def __rtruediv__(self, other):
        return wrap(other) * self**-1

    def _unary(self, result, slope):
        out = Value(result, (self,))

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def exp(self):
        e = exp(self.data)
        return self._unary(e, e)

    def log(self):
        return self._unary(log(self.data), 1.0 / self.data)

    def relu(self):
        positive = self.data > 0
        return self._unary(self.data if positive else 0.0, 1.0 if positive else 0.0)

    def sigmoid(self):
        if self.data >= 0:
            s = 1 / (1 + exp(-self.data))
        else:
            e = exp(self.data)
            s = e / (1 + e)
        return self._unary(s, s * (1 - s))

    def tanh(self):
        t = tanh(self.data)
        return self._unary(t, 1 - t * t)

    def sort_nodes(self):
        # depth first with my own stack, recursion would be too deep
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent in node.children)
        return order

    def backward(self):
        order = self.sort_nodes()
        # start clean, otherwise old gradients would be counted again
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
