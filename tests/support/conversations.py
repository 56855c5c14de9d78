"""What the conversations of a suite's side with a submission share."""

from collections.abc import Callable

from grader.suite.session import Session
from grader.suite.submission_proxy import SubmissionProxy

__all__ = ["VALUE", "Converse"]

Converse = Callable[..., tuple[SubmissionProxy, Session]]

VALUE = """
import os
import numpy as np

class Value:
    count = 0
    def __init__(self, data, how="new"):
        self.data, self.how, self.tags = data, how, [how]
    def _with(self, other, how):
        other = other if isinstance(other, Value) else Value(other)
        return Value((self.data, how, other.data), how)
    def __add__(self, other): return self._with(other, "add")
    def __radd__(self, other): return self._with(other, "radd")
    def __iadd__(self, other):
        self.how = "iadd"
        self.data = (self.data, "iadd", getattr(other, "data", other))
        return self
    def __sub__(self, other): return self._with(other, "sub")
    def __rsub__(self, other): return self._with(other, "rsub")
    def __mul__(self, other): return self._with(other, "mul")
    def __rmul__(self, other): return self._with(other, "rmul")
    def __truediv__(self, other): return self._with(other, "truediv")
    def __rtruediv__(self, other): return self._with(other, "rtruediv")
    def __floordiv__(self, other): return self._with(other, "floordiv")
    def __rfloordiv__(self, other): return self._with(other, "rfloordiv")
    def __mod__(self, other): return self._with(other, "mod")
    def __rmod__(self, other): return self._with(other, "rmod")
    def __pow__(self, other): return self._with(other, "pow")
    def __rpow__(self, other): return self._with(other, "rpow")
    def __matmul__(self, other): return self._with(other, "matmul")
    def __rmatmul__(self, other): return self._with(other, "rmatmul")
    def __neg__(self): return Value(("neg", self.data))
    def __pos__(self): return Value(("pos", self.data))
    def __abs__(self): return Value(("abs", self.data))
    def twin(self): return Value(self.data)
    def pair(self): return [self, {"self": self}], 1.5
    def scaled(self, by, *, plus=0): return Value(self.data * by + plus)
    def todo(self): raise NotImplementedError
    def fail(self): raise ValueError("failed")
    def die(self): os._exit(3)

class Obliging(Value):
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    def __bool__(self): return True
    def __len__(self): return 3
    def __float__(self): return 1.0
    def __array__(self, *args, **kwargs): return np.ones(3)
    def __getitem__(self, key): return 1.0
    def __iter__(self): return iter([1.0])
    def __contains__(self, other): return True
    def __hash__(self): return 1

class Plain:
    def __init__(self, data): self.data = data
    def __mul__(self, other): return Plain(self.data * other.data)

def same(a, b): return a is b
def call(g, value): return g(value)
def first(values): return values[0].data
def data_of(value): return value.data
def make(): return Obliging(4.0)
"""
"""A submission with classes whose operators say what they were given, and one that agrees to all."""
