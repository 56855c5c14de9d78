from collections import deque


class Value:
    __array_ufunc__ = None

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.inputs = ()

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def _new(self, data, *inputs):
        out = Value(data)
        out.inputs = inputs
        return out

    def _val(self, other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = self._val(other)
        return self._new(self.data + other.data, (self, 1.0), (other, 1.0))

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        other = self._val(other)
        return self._new(self.data * other.data, (self, other.data), (other, self.data))

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-self._val(other))

    def __rsub__(self, other):
        return (-self) + other

    def __pow__(self, exponent):
        k = float(exponent)
        return self._new(self.data**k, (self, k * self.data ** (k - 1)))

    def __truediv__(self, other):
        return self * self._val(other) ** -1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        r = math.exp(self.data)
        return self._new(r, (self, r))

    def log(self):
        return self._new(math.log(self.data), (self, 1.0 / self.data))

    def relu(self):
        return self._new(max(0.0, self.data), (self, float(self.data > 0)))

    def tanh(self):
        r = math.tanh(self.data)
        return self._new(r, (self, 1.0 - r**2))

    def sigmoid(self):
        # tanh never overflows
        r = 0.5 * (1 + math.tanh(self.data / 2))
        return self._new(r, (self, r * (1 - r)))

    def backward(self):
        # from the result towards the inputs, layer by layer, each node once
        order = []
        seen = {self}
        queue = deque([self])
        while queue:
            node = queue.popleft()
            order.append(node)
            for source, _ in node.inputs:
                if source not in seen:
                    seen.add(source)
                    queue.append(source)

        arriving = dict.fromkeys(order, 0.0)
        arriving[self] = 1.0
        for node in order:
            node.grad += arriving[node]
            for source, slope in node.inputs:
                arriving[source] += arriving[node] * slope
