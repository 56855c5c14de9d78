"""Engines for `scalar-graphs` built another way than the solution's: a right one, and the known mistakes."""

from pathlib import Path
from typing import Final

from tests.unit.suites.breaking import edited, solution

__all__ = ["ENGINE_MISTAKES", "closure_engine"]

Edits = tuple[tuple[str, str], ...]

_ENGINE: Final = (Path(__file__).parent / "closure_engine.txt").read_text(encoding="utf-8")


def closure_engine(*edits: tuple[str, str]) -> str:
    """Text of a submission whose engine is built of closures, with edits."""
    return solution("scalar-graphs") + "\n\n" + edited(_ENGINE, *edits)


_SUM: Final = "self.grad += out.grad\n            other.grad += out.grad"
_PRODUCT: Final = "self.grad += other.data * out.grad\n            other.grad += self.data * out.grad"
_SLOPE: Final = "self.grad += slope * out.grad"
_WALK: Final = "for node in reversed(order):"
_ORDER: Final = _ENGINE[_ENGINE.index("        order, seen, stack") : _ENGINE.index("    def backward")]
_BACKWARD: Final = _ENGINE[_ENGINE.index("        order = self._order()") :]
_FRESH: Final = "        for node in order:\n            node.grad = 0.0\n"
_ADD_BACK: Final = "        for node, grad in zip(order, before):\n            node.grad += grad\n"
_SEED: Final = "self.grad = 1.0"
_RELU: Final = "return self._unary(max(0.0, self.data), float(self.data > 0))"
_SET: Final = "self._inputs = set(inputs)"
_LIST: Final = "self._inputs = list(inputs)"
_GATED_RELU: Final = """out = Value(max(0.0, self.data), (self,))

        def pass_on():
            self.grad += {gated}

        out._pass_on = pass_on
        return out"""
_RECURSIVE_ORDER: Final = """        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for source in node._inputs:
                    visit(source)
                order.append(node)

        visit(self)
        return order

"""
_PRE_ORDER: Final = """        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                order.append(node)
                for source in node._inputs:
                    visit(source)

        visit(self)
        return order[::-1]

"""
_BREADTH_FIRST: Final = """        order, seen = [self], {self}
        for node in order:
            for source in node._inputs:
                if source not in seen:
                    seen.add(source)
                    order.append(source)
        return order[::-1]

"""
_NO_VISITED: Final = """        order, queue = [], [self]
        while queue:
            order.append(queue.pop(0))
            queue.extend(order[-1]._inputs)
        return order[::-1]

"""
_RECURSION: Final = """        self.grad += 1.0
        self._recurse()

    def _recurse(self):
        self._pass_on()
        for source in self._inputs:
            source._recurse()
"""
_CHILDREN_FIRST: Final = """        self.grad += 1.0
        self._recurse()

    def _recurse(self):
        for source in self._inputs:
            source._recurse()
        self._pass_on()
"""
_IN_PLACE: Final = """    def __iadd__(self, other):
        self.data += other.data
        return self

    def __neg__"""
_IN_PLACE_CYCLE: Final = """    def __iadd__(self, other):
        self.data += other.data
        self._inputs = {self, other}

        def pass_on():
            other.grad += self.grad

        self._pass_on = pass_on
        return self

    def __neg__"""
_SUB_WITHOUT_SIGN: Final = """def __sub__(self, other):
        out = self + other
        out.data = self.data - (other.data if isinstance(other, Value) else other)
        return out"""
_RSUB: Final = "def __rsub__(self, other):\n        return other + (-self)"
_RTRUEDIV: Final = "def __rtruediv__(self, other):\n        return other * self**-1"
_RADD: Final = "    def __radd__(self, other):\n        return self + other\n\n"
_RMUL: Final = "    def __rmul__(self, other):\n        return self * other\n\n"
_POWER: Final = "exponent * self.data ** (exponent - 1)"
_SIGMOID_LINE: Final = "a = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))"

ENGINE_MISTAKES: Final[dict[str, Edits]] = {
    "S1 products without upstream": ((_PRODUCT, _PRODUCT.replace(" * out.grad", "")),),
    "S4 products not exchanged": (
        (_PRODUCT, "self.grad += self.data * out.grad\n            other.grad += other.data * out.grad"),
    ),
    "S5 power without its exponent": ((_POWER, "self.data ** (exponent - 1)"),),
    "S6 power with its exponent not reduced": ((_POWER, "exponent * self.data**exponent"),),
    "S8 difference without its sign": (
        (
            "def __sub__(self, other):\n        return self + (-other)",
            _SUB_WITHOUT_SIGN,
        ),
    ),
    "S9 exp' is its input": (("self._unary(a, a)", "self._unary(a, self.data)"),),
    "S10 log' is 1 / log": (("1 / self.data)", "1 / math.log(self.data))"),),
    "S11 sigmoid' is s": (("a * (1 - a))", "a)"),),
    "S11 sigmoid' is 1 - s": (("a * (1 - a))", "1 - a)"),),
    "S13 tanh' with the input": (("1 - a**2", "1 - self.data**2"),),
    "S14 sigmoid' at the output": (
        ("a * (1 - a))", "(1 / (1 + math.exp(-a))) * (1 - 1 / (1 + math.exp(-a))))"),
    ),
    "S14 tanh' at the output": (("1 - a**2", "1 - math.tanh(a) ** 2"),),
    "S15 functions of inner nodes have slope 1": (
        (_SLOPE, "self.grad += (slope if not self._inputs else 1.0) * out.grad"),
    ),
    "S17 relu passes the negative side": ((_RELU, _RELU.replace("self.data > 0", "self.data < 0")),),
    "sigmoid overflows": ((_SIGMOID_LINE, "a = 1 / (1 + math.exp(-z))"),),
    "E1 sums overwrite": ((_SUM, _SUM.replace("+=", "=")),),
    "E1 products overwrite": ((_PRODUCT, _PRODUCT.replace("+=", "=")),),
    "E1 functions overwrite": ((_SLOPE, _SLOPE.replace("+=", "=")),),
    "E2 recursion": ((_BACKWARD, _RECURSION),),
    "E2 recursion over a list": ((_BACKWARD, _RECURSION), (_SET, _LIST)),
    "E3 inputs before their node": ((_BACKWARD, _CHILDREN_FIRST),),
    "E3 pre-order": ((_ORDER, _PRE_ORDER),),
    "E3 pre-order over a list": ((_ORDER, _PRE_ORDER), (_SET, _LIST)),
    "E5 breadth first": ((_ORDER, _BREADTH_FIRST),),
    "E5 breadth first over a list": ((_ORDER, _BREADTH_FIRST), (_SET, _LIST)),
    "E6 no set of visited nodes": ((_ORDER, _NO_VISITED),),
    "E7 order not reversed": ((_WALK, "for node in order:"),),
    "E8 no seed": ((_SEED, "pass"),),
    "E10 seed on top of the last": (
        (_FRESH, _FRESH.replace("node in order", "node in order[:-1]")),
        (_SEED, "self.grad += 1.0"),
        (_ADD_BACK, _ADD_BACK.replace("zip(order, before)", "zip(order[:-1], before)")),
    ),
    "E11 inner gradients are kept": (
        (_FRESH, "        for node in order:\n            node.grad *= bool(node._inputs)\n"),
        (_SEED, "self.grad += 1.0"),
        (_ADD_BACK, _ADD_BACK.replace("+= grad", "+= grad * (not node._inputs)")),
    ),
    "E11 nothing is fresh": ((_FRESH, ""), (_ADD_BACK, "")),
    "E12 gradients are reset": ((_ADD_BACK, ""),),
    "E14 relu looks at the gradient": ((_RELU, _GATED_RELU.format(gated="out.grad * (out.grad > 0)")),),
    "E15 relu passes 1": ((_RELU, _GATED_RELU.format(gated="float(self.data > 0)")),),
    "E16 relu passes at 0": ((_RELU, _RELU.replace("self.data > 0", "self.data >= 0")),),
    "E18 rsub is sub": ((_RSUB, _RSUB.replace("other + (-self)", "self - other")),),
    "E19 rtruediv is truediv": ((_RTRUEDIV, _RTRUEDIV.replace("other * self**-1", "self / other")),),
    "E20 no radd": ((_RADD, ""), ("return other + (-self)", "return -self + other")),
    "E20 no rmul": ((_RMUL, ""), ("return other * self**-1", "return self**-1 * other")),
    "E21 in place changes the operand": (("    def __neg__", _IN_PLACE),),
    "E22 power by logarithm": ((_POWER, f"{_POWER} if self.data > 0 else float('nan')"),),
    "E23 one closure's result for all": (
        (
            _SLOPE,
            "self.grad += slope * Value.last.grad",
        ),
        ("out = Value(data, (self,))", "out = Value.last = Value(data, (self,))"),
    ),
    "E24 inputs listed twice": ((_ORDER, _NO_VISITED), (_SET, _LIST)),
    "E26 order by recursion": ((_ORDER, _RECURSIVE_ORDER),),
    "E27 in place makes a cycle": (("    def __neg__", _IN_PLACE_CYCLE),),
}
"""Known mistakes in engines, by their number in the catalogue, as edits of the engine of closures."""
