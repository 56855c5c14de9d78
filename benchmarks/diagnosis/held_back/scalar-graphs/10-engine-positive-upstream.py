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
        y = exp(self.data)
        return new(y, (self, lambda g: g * y))

    def log(self):
        z = self.data
        return new(log(z), (self, lambda g: g / z))

    def relu(self):
        # relu lets only what is positive through
        z = self.data
        return new(max(z, 0.0), (self, lambda g: g if z > 0 and g > 0 else 0.0))

    def sigmoid(self):
        z = self.data
        s = exp(min(z, 0.0)) / (1.0 + exp(-abs(z)))
        return new(s, (self, lambda g: g * s * (1 - s)))

    def tanh(self):
        t = tanh(self.data)
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
