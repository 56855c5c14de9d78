def to_value(thing):
    if not isinstance(thing, Value):
        thing = Value(thing)
    return thing


class Value:
    __array_ufunc__ = None

    def __init__(self, data, inputs=()):
        self.data = float(data)
        self.grad = 0.0
        self.inputs = tuple(inputs)

    def __repr__(self):
        return "Value(data=%s, grad=%s)" % (self.data, self.grad)

    def __add__(self, other):
        other = to_value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __radd__(self, other):
        return self.__add__(other)

    def __sub__(self, other):
        other = to_value(other)
        return self + Value(-other.data)

    def __rsub__(self, other):
        return self * -1 + other

    def __mul__(self, other):
        other = to_value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __rmul__(self, other):
        return self.__mul__(other)

    def __truediv__(self, other):
        other = to_value(other)
        return Value(
            self.data / other.data,
            ((self, 1 / other.data), (other, -self.data / other.data / other.data)),
        )

    def __rtruediv__(self, other):
        return to_value(other).__truediv__(self)

    def __pow__(self, exponent):
        exponent = float(exponent)
        return Value(self.data**exponent, ((self, exponent * self.data ** (exponent - 1)),))

    def __neg__(self):
        return Value(-self.data, ((self, -1.0),))

    def exp(self):
        return Value(math.exp(self.data), ((self, math.exp(self.data)),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, ((self, 1.0 if on else 0.0),))

    def sigmoid(self):
        if self.data < 0:
            sig = math.exp(self.data) / (1 + math.exp(self.data))
        else:
            sig = 1 / (1 + math.exp(-self.data))
        return Value(sig, ((self, sig * (1 - sig)),))

    def tanh(self):
        th = math.tanh(self.data)
        return Value(th, ((self, 1 - th**2),))

    def backward(self):
        # count how many uses every node has inside this graph
        uses = {self: 0}
        todo = [self]
        while todo:
            node = todo.pop()
            for source, _ in node.inputs:
                if source not in uses:
                    uses[source] = 0
                    todo.append(source)
                uses[source] += 1
        # a node is ready when all that use it have delivered
        delta = {node: 0.0 for node in uses}
        delta[self] = 1.0
        ready = [self]
        while ready:
            node = ready.pop()
            node.grad += delta[node]
            for source, local in node.inputs:
                delta[source] += local * delta[node]
                uses[source] -= 1
                if uses[source] == 0:
                    ready.append(source)
