class Value:
    __array_ufunc__ = None

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents  # list of (value, local derivative)

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    @staticmethod
    def wrap(a):
        if isinstance(a, Value):
            return a
        return Value(a)

    def __add__(self, other):
        other = Value.wrap(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __radd__(self, other):
        return Value.wrap(other) + self

    def __sub__(self, other):
        other = Value.wrap(other)
        return Value(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __rsub__(self, other):
        return Value.wrap(other) - self

    def __mul__(self, other):
        other = Value.wrap(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __rmul__(self, other):
        return Value.wrap(other) * self

    def __truediv__(self, other):
        other = Value.wrap(other)
        a, b = self.data, other.data
        return Value(a / b, [(self, 1 / b), (other, -a / b**2)])

    def __rtruediv__(self, other):
        return Value.wrap(other) / self

    def __pow__(self, exponent):
        n = float(exponent)
        return Value(self.data**n, [(self, n * self.data**n - 1)])

    def __neg__(self):
        return Value(-self.data, [(self, -1.0)])

    def exp(self):
        e = math.exp(self.data)
        return Value(e, [(self, e)])

    def log(self):
        return Value(math.log(self.data), [(self, 1 / self.data)])

    def relu(self):
        if self.data > 0:
            return Value(self.data, [(self, 1.0)])
        return Value(0.0, [(self, 0.0)])

    def sigmoid(self):
        if self.data >= 0:
            s = 1 / (1 + math.exp(-self.data))
        else:
            t = math.exp(self.data)
            s = t / (1 + t)
        return Value(s, [(self, s * (1 - s))])

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, [(self, 1 - t * t)])

    def backward(self):
        topo = []
        done = set()
        stack = [(self, False)]
        while stack:
            node, expanded = stack.pop()
            if expanded:
                topo.append(node)
                continue
            if id(node) in done:
                continue
            done.add(id(node))
            stack.append((node, True))
            for parent, _ in node.parents:
                stack.append((parent, False))
        up = {id(node): 0.0 for node in topo}
        up[id(self)] = 1.0
        for node in topo[::-1]:
            node.grad += up[id(node)]
            for parent, local in node.parents:
                up[id(parent)] += up[id(node)] * local
