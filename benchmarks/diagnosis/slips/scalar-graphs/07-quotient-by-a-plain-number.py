import math

import numpy as np


class Value:
    __array_ufunc__ = None

    def __init__(self, data, children=()):
        self.data = float(data)
        self.grad = 0.0
        self.children = tuple(children)

    @staticmethod
    def wrap(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.wrap(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        other = Value.wrap(other)
        return Value(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __rsub__(self, other):
        return Value(other) - self

    def __mul__(self, other):
        other = Value.wrap(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        if isinstance(other, Value):
            other = other.data
        return self * other**-1

    def __rtruediv__(self, other):
        return Value(other) / self

    def __pow__(self, exponent):
        n = float(exponent)
        local = 0.0 if n == 0 else n * self.data ** (n - 1)
        return Value(self.data**n, [(self, local)])

    def __neg__(self):
        return Value(-self.data, [(self, -1.0)])

    def exp(self):
        e = math.exp(self.data)
        return Value(e, [(self, e)])

    def log(self):
        return Value(math.log(self.data), [(self, 1 / self.data)])

    def relu(self):
        return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def sigmoid(self):
        s = float(np.exp(-np.logaddexp(0.0, -self.data)))
        return Value(s, [(self, s * (1 - s))])

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, [(self, 1 - t**2)])

    def backward(self):
        order = []
        seen = set()
        stack = [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for child, _ in node.children:
                    stack.append((child, False))
        flow = {id(node): 0.0 for node in order}
        flow[id(self)] = 1.0
        for node in reversed(order):
            for child, local in node.children:
                flow[id(child)] += flow[id(node)] * local
        for node in order:
            node.grad += flow[id(node)]
