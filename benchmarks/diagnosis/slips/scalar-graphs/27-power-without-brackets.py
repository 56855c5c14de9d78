

class Value:
    __array_ufunc__ = None

    def __init__(self, data, prev=()):
        self.data = float(data)
        self.grad = 0.0
        self.prev = prev

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    @staticmethod
    def wrap(number):
        if isinstance(number, Value):
            return number
        return Value(number)

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
        top, bottom = self.data, other.data
        return Value(top / bottom, [(self, 1 / bottom), (other, -top / bottom**2)])

    def __rtruediv__(self, other):
        return Value.wrap(other) / self

    def __pow__(self, exponent):
        exponent = float(exponent)
        slope = exponent * self.data**exponent - 1
        return Value(self.data**exponent, [(self, slope)])

    def __neg__(self):
        return Value(-self.data, [(self, -1.0)])

    def exp(self):
        out = math.exp(self.data)
        return Value(out, [(self, out)])

    def log(self):
        return Value(math.log(self.data), [(self, 1 / self.data)])

    def relu(self):
        if self.data > 0:
            return Value(self.data, [(self, 1.0)])
        return Value(0.0, [(self, 0.0)])

    def sigmoid(self):
        if self.data >= 0:
            out = 1 / (1 + math.exp(-self.data))
        else:
            out = math.exp(self.data) / (1 + math.exp(self.data))
        return Value(out, [(self, out * (1 - out))])

    def tanh(self):
        out = math.tanh(self.data)
        return Value(out, [(self, 1 - out * out)])

    def backward(self):
        todo = [self]
        visited = set()
        finished = set()
        topo = []
        while todo:
            node = todo[-1]
            visited.add(node)
            waiting = [source for source, _ in node.prev if source not in visited]
            if waiting:
                todo.append(waiting[0])
                continue
            todo.pop()
            if node not in finished:
                finished.add(node)
                topo.append(node)

        arriving = {node: 0.0 for node in topo}
        arriving[self] = 1.0
        while topo:
            node = topo.pop()
            node.grad += arriving[node]
            for source, slope in node.prev:
                arriving[source] += slope * arriving[node]
