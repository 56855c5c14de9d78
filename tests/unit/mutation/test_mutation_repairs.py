"""Repairs of a wrong program, the regions they may be in, and one program that becomes each of them."""

import ast
import textwrap
import types
from typing import Any

import pytest

from grader.mutation.mutants import make_mutants
from grader.mutation.mutators import Change
from grader.mutation.program_text import Mutant
from grader.mutation.regions import find_regions
from grader.mutation.repairs import make_repairs, reachable_functions
from grader.mutation.variants import CHOOSE, combine_variants


def repairs(source: str, *functions: str) -> list[Mutant]:
    names = reachable_functions(source, functions)
    return list(make_repairs(source, find_regions(source, names)))


def run(source: str) -> dict[str, Any]:
    module = types.ModuleType("submission")
    exec(source, module.__dict__)  # noqa: S102  # our own text
    return module.__dict__


def same(first: str, second: str) -> bool:
    return ast.dump(ast.parse(first)) == ast.dump(ast.parse(second))


@pytest.mark.parametrize(
    "change, wrong, right",
    [
        (Change.OPERATOR, "a + b", "a - b"),
        (Change.SIGN, "a + -b", "a + b"),
        (Change.SIGN, "np.exp(z)", "np.exp(-z)"),
        (Change.EXTRA_FACTOR, "2 * a * b", "2 * a"),
        (Change.EXTRA_TERM, "a + b - 1", "a + b"),
        (Change.EXTRA_CALL, "np.exp(-np.abs(z))", "np.exp(-z)"),
        (Change.ORDER, "a - b", "b - a"),
        (Change.ORDER, "(a, b)", "(b, a)"),
        (Change.BRACKETS, "a / b + z", "a / (b + z)"),
        (Change.BRACKETS, "np.mean(a) ** 2", "np.mean(a ** 2)"),
        (Change.BRACKETS, "np.mean(a ** 2)", "np.mean(a) ** 2"),
        (Change.BRACKETS, "np.log(np.mean(a))", "np.mean(np.log(a))"),
        (Change.BRACKETS, "abs(max(a, b))", "max(abs(a), abs(b))"),
        (Change.BRACKETS, "(-a) ** 2", "-(a ** 2)"),
        (Change.CONDITION, "a if b >= 0 else z", "a if b > 0 else z"),
        (Change.CONDITION, "a if b else z", "a if not b else z"),
        (Change.CONDITION, "a if b > 0 else z", "a if b > z else z"),
        (Change.AXIS, "a.sum()", "a.sum(axis=1, keepdims=True)"),
        (Change.AXIS, "np.mean(a, axis=1)", "np.mean(a, axis=0)"),
        (Change.TRANSPOSE, "a @ b", "a @ b.T"),
        (Change.TRANSPOSE, "a.T @ b", "a @ b"),
        (Change.FUNCTION, "np.mean(a)", "np.sum(a)"),
        (Change.SIZE, "a / len(b)", "a / b.size"),
        (Change.SIZE, "a / b.shape[0]", "a / b.size"),
        (Change.NUMBER, "a ** 3", "a ** 2"),
        (Change.NUMBER, "a / 2", "a / z"),
        (Change.INDEX, "a[1:]", "a[:-1]"),
        (Change.INDEX, "a[0]", "a[1]"),
        (Change.NAME, "a * z.data", "a * z.grad + 0 * z.data"),
        (Change.NAME, "a * a", "a * b"),
        (Change.NAME, "b['W1']", "b['W2']"),
        (Change.MISSING_CALL, "a ** 2", "np.sum(a ** 2, axis=0)"),
        (Change.MISSING_FACTOR, "a", "a * b"),
        (Change.MISSING_FACTOR, "np.exp(a)", "np.exp(a / b)"),
        (Change.MISSING_FACTOR, "a * b", "a * b * (1 - z ** 2)"),
        (Change.MISSING_TERM, "a * b", "a * b - z"),
        (Change.MISSING_TERM, "a", "1 - a"),
    ],
)
def test_expression_is_repaired(change: Change, wrong: str, right: str) -> None:
    around = "import numpy as np\n\ndef f(a, b, z):\n    _ = z.grad, 'W2'\n    return {}\n"
    if change is Change.NAME and "+ 0" in right:
        right = right.partition(" + ")[0]
    found = [one for one in repairs(around.format(wrong), "f") if same(one.source, around.format(right))]
    assert [one.change for one in found[:1]] == [change]
    assert (found[0].function, found[0].line) == ("f", 5)


@pytest.mark.parametrize(
    "change, wrong, right",
    [
        (Change.OVERWRITTEN, "total = x", "total += x"),
        (Change.ADDED_UP, "total += x", "total = x"),
        (Change.IN_PLACE, "x *= 2", "x = x * 2"),
        (Change.EXTRA_STATEMENT, "total += 1\n    total *= x", "pass\n    total *= x"),
        (Change.LINE_ORDER, "x = total\n    total = 2", "total = 2\n    x = total"),
        (Change.RANGE, "for _ in range(x): total += 1", "for _ in range(x + 1): total += 1"),
        (Change.RANGE, "for _ in range(1, x): total += 1", "for _ in range(1, x + 1): total += 1"),
        (
            Change.INSIDE,
            "for i in x:\n        total += i\n        return total",
            "for i in x:\n        total += i\n    return total",
        ),
        (
            Change.OUTSIDE,
            "for i in x:\n        total += i\n    x.append(total)",
            "for i in x:\n        total += i\n        x.append(total)",
        ),
    ],
)
def test_statement_is_repaired(change: Change, wrong: str, right: str) -> None:
    around = 'def f(x):\n    """Say nothing."""\n    total = 0\n    {}\n    return total\n'
    found = [one for one in repairs(around.format(wrong), "f") if same(one.source, around.format(right))]
    assert [one.change for one in found[:1]] == [change]


PROGRAM = textwrap.dedent(
    '''
    import numpy as np

    def slope(z, kind):
        if kind == "relu":
            return np.where(z > 0, 1.0, 0.0)
        a = np.tanh(z)
        return 1 - a ** 2

    def backward(x, y, w):
        """Differentiate."""
        z = x @ w.T
        residual = (z - y) / len(x)
        grads = {}
        grads["z"] = 2 * residual * slope(z, "tanh")
        grads["w"] = grads["z"].T @ x
        return grads
    '''
)


def is_repaired(mutant: Mutant) -> bool:
    """Tell whether one of a mutant's repairs has the changed line as it was, but for brackets."""
    right = ast.dump(ast.parse(mutant.original))
    lines = {one.mutated for one in repairs(mutant.source, "backward") if one.line == mutant.line}
    return any(ast.dump(ast.parse(line)) == right for line in lines)


def test_most_mutants_are_repaired_by_one_change() -> None:
    mutants = make_mutants(PROGRAM, [13, 15])
    missed = [one.mutated for one in mutants if not is_repaired(one)]
    assert len(mutants) > 20
    # Two things that are gone at once are not found again.
    assert len(missed) <= len(mutants) / 3, missed


def test_every_repair_is_python_and_changes_one_function() -> None:
    for one in repairs(PROGRAM, "backward"):
        ast.parse(one.source)
        assert one.source != PROGRAM
        assert one.function in ("backward", "slope")


def test_repairs_come_by_kind_the_likeliest_first() -> None:
    order = list(Change)
    ranks = [order.index(one.change) for one in repairs(PROGRAM, "backward")]
    assert ranks == sorted(ranks)


def test_functions_are_reached_through_calls_and_methods() -> None:
    source = (
        "class A:\n    def g(self): return h()\ndef h(): return 1\ndef f(a): return a.g()\ndef k(): pass\n"
    )
    assert reachable_functions(source, ["f", "missing"]) == ["f", "A.g", "h"]


def test_knockout_changes_one_value_and_what_depends_on_it() -> None:
    source = "def f(x):\n    a = x * 2\n    b = x + 1\n    return {'a': a, 'b': b}\n"
    before = run(source)["f"](3.0)
    changed = []
    for region in find_regions(source, ["f"]):
        assert region.knockout is not None
        after = run(region.knockout.source)["f"](3.0)
        changed.append({name for name in before if before[name] != after[name]})
    assert sorted(map(sorted, changed)) == [["a"], ["a"], ["b"], ["b"]]


VARIED = textwrap.dedent(
    """
    class Value:
        def __init__(self, data):
            self.data = data

        def __add__(self, other):
            return Value(self.data + other.data)

        @staticmethod
        def zero():
            return 0

    def twice(x, by=2):
        return x * by

    def run(x):
        return (Value(x) + Value(1)).data, Value.zero(), twice(x)
    """
)


def test_combined_program_becomes_each_variant_and_leaves_nothing_behind() -> None:
    mutants = make_mutants(VARIED, range(1, 40))
    combined = run(combine_variants(VARIED, mutants))
    plain = run(VARIED)["run"](5)
    assert combined["run"](5) == plain
    assert len({one.function for one in mutants}) == 5
    for number, mutant in enumerate(mutants):
        combined[CHOOSE](number)
        assert outcome(combined["run"]) == outcome(run(mutant.source)["run"]), mutant.mutated


def outcome(function: Any) -> str:
    try:
        return repr(function(5))
    except Exception as error:  # noqa: BLE001  # mutants raise what they like
        return repr(error)
