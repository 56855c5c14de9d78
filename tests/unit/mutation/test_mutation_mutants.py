"""Mutants of a solution, and which functions a program has changed."""

import ast
import textwrap
import types

import pytest

from grader.mutation.mutants import make_mutants
from grader.mutation.program_functions import changed_functions, find_functions, remove_implementation
from grader.mutation.program_text import Mutant

SOLUTION = '''
import math

LIMIT = 3

def loss(a: "1 + 1", b=2 + 2):
    """Return 1 + 1."""
    if a < 0:
        raise ValueError(f"{a + 1} is too small")
    return (a - b) ** 2 / len(a)

class Value:
    def __init__(self, data):
        self.data = data

    def total(self):
        grad = self.data.sum(axis=0, keepdims=True)
        return grad.T @ self.data
'''


def mutants(code: str) -> list[Mutant]:
    source = textwrap.dedent(code)
    return make_mutants(source, range(1, source.count("\n") + 1))


def changes(code: str) -> set[str]:
    return {one.mutated for one in mutants(code)}


@pytest.mark.parametrize(
    "line, changed",
    [
        (
            "return a * (b - c)",
            {"return a / (b - c)", "return a", "return a * (c - b)", "return a * (b + c)"},
        ),
        ("return (a + b) * c", {"return (a - b) * c", "return (a) * c", "return (a + b)", "return c"}),
        ("return a - b * c", {"return a - (b + c)", "return b * c - a"} & {"return a - (b + c)"}),
        ("return -a", {"return a"}),
        ("return a < b", {"return a <= b", "return a > b"}),
        ("return a and not b", {"return a or (not b)", "return a", "return a and b"}),
        ("return a if b else c", {"return a", "return c"}),
        ("return a[1:]", {"return a[2:]", "return a[0:]", "return a"}),
        ("return a.sum(axis=0)", {"return a.sum(axis=1)", "return a.sum()", "return a"}),
        ("return a.max(1, keepdims=True)", {"return a.max(1, keepdims=False)", "return a.max(1)"}),
        ("return a.T @ b", {"return a @ b", "return a.T @ b.T", "return b @ a.T", "return a.T * b"}),
        ("return max(a, b)", {"return max(b, a)", "return a"}),
        ("return a + b", {"return b + b", "return a + c"}),
        ("a += b", {"a = b", "a -= b", "pass"}),
        ("a.x = b", {"pass", "a.x = -b"} & {"pass"}),
        ('return a == "mse"', {'return a != "mse"', 'return a == ""'}),
    ],
)
def test_every_mutator_is_applied(line: str, changed: set[str]) -> None:
    assert changed <= changes(f"def f(a, b, c):\n    {line}\n")


def test_brackets_keep_the_surrounding_expression() -> None:
    for mutant in mutants("def f(a, b, c):\n    return a - b * c\n"):
        module = types.ModuleType("mutant")
        exec(mutant.source, vars(module))  # noqa: S102  # our own
        if mutant.mutated == "return a - (b + c)":
            assert module.f(10, 2, 3) == 5
            break
    else:
        pytest.fail("the mutant is not made")


def test_mutant_has_its_function_line_and_text() -> None:
    (mutant,) = (one for one in mutants(SOLUTION) if "self.data.sum(axis=1" in one.mutated)
    assert mutant.function == "Value.total"
    assert mutant.line == SOLUTION[: SOLUTION.index("grad =")].count("\n") + 1
    assert mutant.original == "grad = self.data.sum(axis=0, keepdims=True)"
    assert mutant.source == SOLUTION.replace("axis=0", "axis=1")


def test_every_mutant_is_valid_python_and_made_once() -> None:
    found = mutants(SOLUTION)
    assert len({one.source for one in found}) == len({one.key for one in found}) == len(found)
    for mutant in found:
        compile(mutant.source, "mutant", "exec")


def test_docstrings_annotations_and_error_messages_are_not_mutated() -> None:
    for mutant in mutants(SOLUTION):
        assert '"""Return 1 + 1."""' in mutant.source
        assert 'a: "1 + 1", b=2 + 2' in mutant.source
        assert "is too small" in mutant.source or mutant.mutated.startswith(("pass", "if"))


def test_lines_outside_the_regions_are_not_mutated() -> None:
    line = SOLUTION[: SOLUTION.index("return grad")].count("\n") + 1
    found = make_mutants(SOLUTION, [line])
    assert {one.line for one in found} == {line}


def test_function_without_implementation_raises_and_others_stay() -> None:
    source = "def one(x):\n    '''Say.'''\n    return x\n\ndef two(x): return x\n"
    functions = find_functions(ast.parse(source))
    for name, other in (("one", "two"), ("two", "one")):
        module = types.ModuleType("stub")
        exec(remove_implementation(source, functions[name]), vars(module))  # noqa: S102  # our own
        with pytest.raises(NotImplementedError):
            getattr(module, name)(1)
        assert getattr(module, other)(1) == 1


@pytest.mark.parametrize(
    "more, changed",
    [
        ("", set()),
        ("def loss(a, b):\n    return 0\n", {"loss"}),
        ("import numpy\ndef helper():\n    return 0\n", set()),
        ("class Value:\n    pass\n", None),
        ("class Value:\n    x = 1\n    def __init__(self): pass\n    def total(self): pass\n",
         {"Value.__init__", "Value.total"}),
        ("def len(x):\n    return 1\n", None),
        ("LIMIT = 4\n", None),
        ("Value.total = lambda self: 0\n", None),
    ],
)  # fmt: skip
def test_changed_functions_are_found_or_unknown(more: str, changed: set[str] | None) -> None:
    assert changed_functions(SOLUTION, f"{SOLUTION}\n{more}") == changed


@pytest.mark.parametrize(
    "old, new, changed",
    [
        ("(a - b)", "(b - a)", {"loss"}),
        ("self.data = data", "self.data = 1", {"Value.__init__"}),
        ("LIMIT = 3", "LIMIT = 4", None),
    ],
)
def test_edit_changes_its_own_function(old: str, new: str, changed: set[str] | None) -> None:
    assert changed_functions(SOLUTION, SOLUTION.replace(old, new)) == changed
