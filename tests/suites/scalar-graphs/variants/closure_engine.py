"""Keeps a closure and a set of inputs in each node, as most engines that learners write do.

The wrong engines that another bookkeeping makes are edits of this one.
"""

import math


class Value:
    __array_ufunc__ = None

    def __init__(self, data, inputs=()):
        self.data = float(data)
        self.grad = 0.0
        self._inputs = set(inputs)
        self._pass_on = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def pass_on():
            self.grad += out.grad
            other.grad += out.grad

        out._pass_on = pass_on
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def pass_on():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._pass_on = pass_on
        return out

    def _unary(self, data, slope):
        out = Value(data, (self,))

        def pass_on():
            self.grad += slope * out.grad

        out._pass_on = pass_on
        return out

    def __pow__(self, exponent):
        return self._unary(self.data**exponent, exponent * self.data ** (exponent - 1))

    def exp(self):
        a = math.exp(self.data)
        return self._unary(a, a)

    def log(self):
        return self._unary(math.log(self.data), 1 / self.data)

    def relu(self):
        return self._unary(max(0.0, self.data), float(self.data > 0))

    def sigmoid(self):
        z = self.data
        a = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
        return self._unary(a, a * (1 - a))

    def tanh(self):
        a = math.tanh(self.data)
        return self._unary(a, 1 - a**2)

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return other * self**-1

    def _order(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((source, False) for source in node._inputs)
        return order

    def backward(self):
        order = self._order()
        before = [node.grad for node in order]
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._pass_on()
        for node, grad in zip(order, before):
            node.grad += grad
