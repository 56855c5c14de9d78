

class Value:
    __array_ufunc__ = None

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.children = []
        self.slopes = []

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def _make(self, data, children, slopes):
        out = Value(data)
        out.children = children
        out.slopes = slopes
        return out

    def _lift(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._lift(other)
        return self._make(self.data + other.data, [self, other], [1.0, 1.0])

    def __mul__(self, other):
        other = self._lift(other)
        return self._make(self.data * other.data, [self, other], [other.data, self.data])

    def __pow__(self, exponent):
        n = float(exponent)
        return self._make(self.data**n, [self], [n * self.data ** (n - 1)])

    def __truediv__(self, other):
        other = self._lift(other)
        slopes = [1 / other.data, -self.data / (other.data * other.data)]
        return self._make(self.data / other.data, [self, other], slopes)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        other = self._lift(other)
        return self._make(self.data - other.data, [self, other], [1.0, -1.0])

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self._lift(other) - self

    def __rtruediv__(self, other):
        return self._lift(other) / self

    def exp(self):
        e = math.exp(self.data)
        return self._make(e, [self], [e])

    def log(self):
        return self._make(math.log(self.data), [self], [1 / self.data])

    def relu(self):
        is_open = self.data > 0
        return self._make(self.data if is_open else 0.0, [self], [1.0 if is_open else 0.0])

    def sigmoid(self):
        e = math.exp(-abs(self.data))
        s = 1 / (1 + e) if self.data >= 0 else e / (1 + e)
        return self._make(s, [self], [s * (1 - s)])

    def tanh(self):
        t = math.tanh(self.data)
        return self._make(t, [self], [1 - t**2])

    def backward(self):
        queue = [self]
        known = {self}
        for node in queue:
            for child in node.children:
                if child not in known:
                    known.add(child)
                    queue.append(child)

        flow = dict.fromkeys(queue, 0.0)
        flow[self] = 1.0
        for node in queue:
            for child, slope in zip(node.children, node.slopes):
                flow[child] += flow[node] * slope
        for node in queue:
            node.grad += flow[node]
