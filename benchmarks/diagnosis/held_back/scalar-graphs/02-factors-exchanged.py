from math import exp, log, tanh


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


def affine_forward(x, w, b):
    product = x * w
    return product, product + b


def affine_loss(y_hat, y):
    r = y_hat - y
    return r, r**2


def affine_backward(x, w, b, y):
    _, y_hat = affine_forward(x, w, b)
    r, _ = affine_loss(y_hat, y)
    dr = 2 * r
    dy_hat = dr
    db = dy_hat
    dz = dy_hat
    # multiplication gate
    dw = dz * w
    dx = dz * x
    return {"r": dr, "y_hat": dy_hat, "z": dz, "b": db, "w": dw, "x": dx}


def fork_forward(x, y):
    p = x * y
    e = exp(p)
    n = e + x
    m = x if x > y else y
    d = 1 + m * m
    return dict(p=p, e=e, n=n, m=m, d=d, f=n / d)


def fork_backward(x, y):
    p, e, n, m, d, f = (fork_forward(x, y)[k] for k in "penmdf")
    df = 1.0
    dn = df * d**-1
    dd = df * (-f / d)
    dm = dd * (m + m)
    de = 1.0 * dn
    dp = de * e
    from_max = (dm, 0.0) if x > y else (0.0, dm)
    dx = sum([dp * y, dn, from_max[0]])
    dy = sum([dp * x, from_max[1]])
    return {"f": df, "n": dn, "d": dd, "m": dm, "e": de, "p": dp, "x": dx, "y": dy}


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
        value = float(exp(self.data))
        return self.make(value, (self, value))

    def log(self):
        return self.make(log(self.data), (self, 1 / self.data))

    def relu(self):
        if self.data > 0:
            return self.make(self.data, (self, 1.0))
        return self.make(0.0, (self, 0.0))

    def sigmoid(self):
        e = float(exp(-abs(self.data)))
        s = 1 / (1 + e) if self.data >= 0 else e / (1 + e)
        return self.make(s, (self, s * (1 - s)))

    def tanh(self):
        t = float(tanh(self.data))
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
