import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.submission.code_lookup import has_function_outside_class, line_of_function, line_of_value

# A machine that is busy with something else is no fault of the code.
unhurried = settings(deadline=None, max_examples=200)


def numbered(source: str) -> int:
    """Give the number of the line marked `# here`."""
    return next(number for number, line in enumerate(source.split("\n"), start=1) if "# here" in line)


@pytest.mark.parametrize(
    "source, outside",
    [
        ("class V:\n    def relu(self): pass\ndef tanh(self): pass\n", True),
        ("def relu(self):\n    def tanh(self): pass\n", True),
        ("class V:\n    def relu(self):\n        def tanh(self): pass\n", True),
        ("class V:\n    def tanh(self): pass\n", False),
        ("from math import tanh\n", False),
        ("def tanh(:", False),
    ],
)
def test_function_of_a_name_is_told_from_a_method(source: str, outside: bool) -> None:  # noqa: FBT001  # a case
    assert has_function_outside_class(source, "tanh") is outside


@pytest.mark.parametrize(
    "body",
    [
        "    return {\n        'b': 1,\n        'W1': x @ y,  # here\n    }\n",
        "    dW1 = x @ y  # here\n    dW2 = 1\n    return {'W1': dW1, 'W2': dW2}\n",
        "    dW1 = x\n    dW1 += y  # here\n    return {'W1': dW1}\n",
        "    dW1 = x\n    return {'W1': dW1 / 2}  # here\n",
        "    g = {}\n    g['W1'] = x @ y  # here\n    return g\n",
        "    g = {}\n    g['W1'] = (  # here\n        x @ y\n    )\n    return g\n",
        "    g = {}\n    dW1 = x @ y  # here\n    g['W1'] = dW1\n    return g\n",
        "    g = {'W1': 0}\n    g['W1'] += x @ y  # here\n    return g\n",
        "    dW1 = x @ y  # here\n    return dict(W1=dW1, W2=0)\n",
        "    g = {}\n    g.update(W1=x @ y)  # here\n    return g\n",
        "    dW1 = 0 * x\n    for i in x:\n        dW1[i] += y  # here\n    return {'W1': dW1}\n",
        "    dW1: object = x @ y  # here\n    return {'W1': dW1}\n",
        "    a, (dW1, *b) = x  # here\n    return {'W1': dW1}\n",
        "    if (dW1 := x @ y):  # here\n        return {'W1': dW1}\n",
        "    for dW1 in x:  # here\n        g = {'W1': dW1}\n    return g\n",
        "    with x as dW1:  # here\n        return {'W1': dW1}\n",
        "    dW1 = x  # here\n    g = {'W1': dW1}\n    dW1 = None\n    return g\n",
        "    return {'W1': W1}  # here\n",
        "    params['W1']\n    def other():\n        g['W1'] = 1\n    h['W1'] = 1  # here\n",
        "    f = lambda: {'W1': 2}\n    return {**x, 'W1': 1}  # here\n",
    ],
)
def test_line_of_entry_is_found(body: str) -> None:
    source = f"import numpy\n\ndef backward(x, y):\n{body}"
    assert line_of_value(source, "backward", "W1") == numbered(source)


@pytest.mark.parametrize(
    "body, position",
    [
        ("    loss = x  # here\n    return loss, y\n", 0),
        ("    return (\n        x,\n        y + 1,  # here\n    )\n", 1),
        ("    if x:\n        return 1, 2\n    return x + 1, 2  # here\n", 0),
        ("    g = {}\n    g[0] = x  # here\n    return g\n", 0),
    ],
)
def test_line_of_tuple_element_is_found(body: str, position: int) -> None:
    source = f"def loss(x, y):\n{body}"
    assert line_of_value(source, "loss", position) == numbered(source)


@pytest.mark.parametrize(
    "body",
    [
        "    return x\n",
        "    return {k: 1 for k in x}\n",
        "    return {'W2': 1}\n",
        "    return *x, y\n",
        "    print(W1=1)\n",
        "    return {True: 1}\n",
    ],
)
@pytest.mark.parametrize("key", ["W1", 1])
def test_unknown_value_has_no_line(body: str, key: str | int) -> None:
    assert line_of_value(f"def f(x, y):\n{body}", "f", key) is None


def test_starred_elements_and_negative_positions_have_no_line() -> None:
    assert line_of_value("def f(x, y):\n    return x, *y\n", "f", 1) is None
    assert line_of_value("def f(x, y):\n    return x, y\n", "f", -1) is None


def test_very_long_text_is_not_searched() -> None:
    assert line_of_function("def f(): pass\n" + "#" * 70_000, "f") is None


NESTED = """\
def f(): pass
class A:
    x = 1
    if x:
        @property
        def f(self):
            return {'W1': 2}
    class B:
        async def f(self): pass
def outer():
    def f(): pass
try:
    def g(): pass
except E:
    def g(): pass
"""


@pytest.mark.parametrize(
    "name, line",
    [
        ("f", 1),
        ("A.f", 6),
        ("A.B.f", 9),
        ("outer.<locals>.f", 11),
        ("g", 15),
        ("A", None),
        ("h", None),
        ("", None),
    ],
)
def test_line_of_a_function_is_found_by_its_qualified_name(name: str, line: int | None) -> None:
    assert line_of_function(NESTED, name) == line


def test_value_is_found_in_a_method() -> None:
    assert line_of_value(NESTED, "A.f", "W1") == 7


def test_later_of_two_definitions_counts() -> None:
    assert line_of_function("def f(): pass\ndef f(): pass\n", "f") == 2


@pytest.mark.parametrize(
    "source",
    [
        "",
        "def f(",
        "\0",
        "\ud800",
        "(" * 999,
        "-" * 50_000 + "1",
        "def f(): return " + "1+" * 9000 + "1",
        "f" * 99_999,
    ],
)
def test_odd_sources_have_no_lines_and_raise_nothing(source: str) -> None:
    assert line_of_value(source, "f", "W1") is None
    assert line_of_function(source, "g") is None


def test_deep_expression_is_walked_without_recursion() -> None:
    source = "def f():\n    return {'W1': " + "x" + ".y" * 150 + "}\n"
    assert line_of_value(source, "f", "W1") == 2


@unhurried
@given(st.sampled_from(["f", "A.f", "outer", "ast.", "."]), st.one_of(st.text(max_size=3), st.integers()))
def test_any_lookup_returns_a_line_or_nothing(function: str, key: str | int) -> None:
    last = NESTED.count("\n")
    for line in (line_of_value(NESTED, function, key), line_of_function(NESTED, function)):
        assert line is None or 1 <= line <= last


def test_every_function_of_a_real_module_is_found() -> None:
    source = Path(ast.__file__).read_text(encoding="utf-8")[:60_000]
    source = source[: source.rindex("\nclass ")]
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            assert line_of_function(source, node.name) == node.lineno
