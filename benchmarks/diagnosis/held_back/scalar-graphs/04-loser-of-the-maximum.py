import math


def multiply_backward(x, w, upstream):
    return dict(x=w * upstream, w=x * upstream)


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
    e = math.exp(p)
    n = e + x
    m = x if x > y else y
    d = 1 + m * m
    return dict(p=p, e=e, n=n, m=m, d=d, f=n / d)


def fork_backward(x, y):
    p, e, n, m, d, f = (fork_forward(x, y)[k] for k in "penmdf")
    df = 1.0
    dn = df / d
    dd = -df * n / d**2
    dm = dd * 2 * m
    de = dn
    dp = de * e
    dx = dp * y + dn
    dy = dp * x
    # max gate routes the gradient
    if x < y:
        dx += dm
    else:
        dy += dm
    return {"f": df, "n": dn, "d": dd, "m": dm, "e": de, "p": dp, "x": dx, "y": dy}


class Value:
    __array_ufunc__ = None

    def __init__(self, data, op="", args=(), power=None):
        self.data = float(data)
        self.grad = 0.0
        self.op = op
        self.args = args
        self.power = power

    def __repr__(self):
        return "Value(data=%r, grad=%r)" % (self.data, self.grad)

    def _binary(self, op, other, swap=False):
        if not isinstance(other, Value):
            other = Value(other)
        a, b = (other, self) if swap else (self, other)
        if op == "+":
            res = a.data + b.data
        elif op == "-":
            res = a.data - b.data
        elif op == "*":
            res = a.data * b.data
        else:
            res = a.data / b.data
        return Value(res, op, (a, b))

    def __add__(self, other):
        return self._binary("+", other)

    def __radd__(self, other):
        return self._binary("+", other, swap=True)

    def __sub__(self, other):
        return self._binary("-", other)

    def __rsub__(self, other):
        return self._binary("-", other, swap=True)

    def __mul__(self, other):
        return self._binary("*", other)

    def __rmul__(self, other):
        return self._binary("*", other, swap=True)

    def __truediv__(self, other):
        return self._binary("/", other)

    def __rtruediv__(self, other):
        return self._binary("/", other, swap=True)

    def __pow__(self, exponent):
        return Value(self.data ** float(exponent), "**", (self,), float(exponent))

    def __neg__(self):
        return Value(-self.data, "neg", (self,))

    def exp(self):
        return Value(math.exp(self.data), "exp", (self,))

    def log(self):
        return Value(math.log(self.data), "log", (self,))

    def relu(self):
        return Value(max(0.0, self.data), "relu", (self,))

    def sigmoid(self):
        z = self.data
        s = 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))
        return Value(s, "sigmoid", (self,))

    def tanh(self):
        return Value(math.tanh(self.data), "tanh", (self,))

    def _slopes(self):
        """local derivatives, one for each argument"""
        out = self.data
        if self.op in ("+", "-", "*", "/"):
            a, b = self.args[0].data, self.args[1].data
            return {"+": lambda: (1.0, 1.0), "-": lambda: (1.0, -1.0), "*": lambda: (b, a),
                    "/": lambda: (1 / b, -a / b**2)}[self.op]()
        if not self.args:
            return ()
        z = self.args[0].data
        table = {
            "**": lambda: self.power * z ** (self.power - 1),
            "neg": lambda: -1.0,
            "exp": lambda: out,
            "log": lambda: 1 / z,
            "relu": lambda: 1.0 if z > 0 else 0.0,
            "sigmoid": lambda: out * (1 - out),
            "tanh": lambda: 1 - out * out,
        }
        return (table[self.op](),)

    def backward(self):
        finished, visited = [], set()
        stack = [(self, iter(self.args))]
        visited.add(self)
        while stack:
            node, rest = stack[-1]
            nxt = next(rest, None)
            if nxt is None:
                finished.append(node)
                stack.pop()
            elif nxt not in visited:
                visited.add(nxt)
                stack.append((nxt, iter(nxt.args)))
        adjoint = {self: 1.0}
        while finished:
            node = finished.pop()
            up = adjoint[node]
            node.grad += up
            for arg, slope in zip(node.args, node._slopes()):
                adjoint[arg] = adjoint.get(arg, 0.0) + up * slope
