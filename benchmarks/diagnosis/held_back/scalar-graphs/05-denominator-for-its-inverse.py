from math import exp, log, tanh


def multiply_backward(x: float, w: float, upstream: float) -> dict[str, float]:
    # derivative w.r.t. one factor is the other factor
    local = {"x": w, "w": x}
    return {name: local[name] * upstream for name in local}


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
    e = exp(p)
    n = e + x
    m = x if x > y else y
    d = 1 + m * m
    return dict(p=p, e=e, n=n, m=m, d=d, f=n / d)


def fork_backward(x, y):
    # staged like in the lecture notes: f = n * invd, invd = 1 / d
    v = fork_forward(x, y)
    num, den = v["n"], v["d"]
    invden = 1.0 / den
    dnum = den * 1.0
    dinvden = num * 1.0
    dden = -(invden**2) * dinvden
    dm = 2 * v["m"] * dden
    dp = v["e"] * dnum
    dx = dp * y + dnum
    dy = dp * x
    if x > y:
        dx += dm
    else:
        dy += dm
    return {"f": 1.0, "n": dnum, "d": dden, "m": dm, "e": dnum, "p": dp, "x": dx, "y": dy}


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
