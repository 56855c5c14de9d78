"""The Python that is made of a cell, compared with what IPython itself makes of it."""

import ast
import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.submission.automagic import as_line_command
from grader.submission.magics import strip_notebook_commands

inputtransformer2 = pytest.importorskip("IPython.core.inputtransformer2")

PYTHON_LINED = {"time": "", "prun": "(?:-[lsTD] \\S+ *|-[rq] *)*"}
PYTHON_BODIED = {"time", "prun", "capture"}
OWN_SCOPE = {"timeit"}
INDENTED_MAGIC = re.compile(r"^ +%", re.MULTILINE)
LINES = [
    "%matplotlib inline",
    "%time x = f(1)",
    "    %time x = f(1)",
    "%time f('a')",
    "%prun -l 5 -s time x = [1]",
    "%timeit x = f(1)",
    "%timeit -n 1 \\\n  f(x)",
    "y = %timeit -o f(1)",
    "y = %time f(2)",
    "z = %pwd",
    'd["k"] = !ls -l "a b"',
    "d[x[0]].y = !ls",
    "a, b = !ls \\\n  more",
    "!pip install x",
    "!!ls",
    "?print",
    "print??",
    "np.a*?",
    ",f a b",
    ";f a b",
    "/f 1 2",
    "x = 1",
    "x == 1",
    "t = '''\n%time no\n!no\n'''",
    "for i in range(3):\n    %time x = i\n    !ls",
    "if x:\n    %who\nelse:\n    d['a'] = !ls",
    "y = (1 +\n  2 % 3)",
    "await f(1)",
    "async with f(1) as g:\n    pass",
    "def f(a):\n    # why?\n    return a % 2",
]
CELLS = [
    ">>> 1 + 1",
    ">>> def f(x):\n...     return x\n...\n>>> f(1)\n2",
    "    >>> x = 1\n    >>> y = x",
    "In [3]: x = 1\n   ...: y = 2",
    "In [3]: x = 5",
    "In [1]: for i in range(2):\n   ...:     %time x = i\n   ...: ",
    "\n\n  x = 1\n  if x:\n      y = 2",
    "%%time\nx = 1",
    "\n%%time\nx = 1\n!ls",
    "%%capture --no-stderr\nx = 1",
    "%%prun -l 3\nx = 1",
    "%%time\n%%capture\nx = 1",
    "%%timeit x = 1\ny = x",
    "%%bash\nls",
    "%%html\n<b>",
    "%%writefile a.py\nx = 1",
    "%%time?",
    'def f():\n    """Say.\n\n    >>> f()\n    1\n    """\n\n%time f()',
    "x = 1 +",
    "from __future__ import annotations",
    "%%%",
]


def of_ipython(cell: str) -> ast.Module | None:
    """Parse what IPython makes of a cell, with what its magics run in place of their calls."""
    text = inputtransformer2.TransformerManager().transform_cell(cell)
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    return tree if _run_magics(tree) else None


def of_grader(cell: str) -> ast.Module | None:
    """Parse what the grader makes of a cell."""
    python = strip_notebook_commands(cell)
    if python.problem is not None:
        return None
    tree = ast.parse("\n".join(python.lines))
    return tree if _run_magics(tree) else None


def _run_magics(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            if isinstance(statements := getattr(node, field, None), list):
                try:
                    kept = [one for statement in statements for one in _expanded(statement)]
                except SyntaxError:
                    return False
                empty = field == "body" and not isinstance(node, ast.Module) and not kept
                setattr(node, field, [ast.Pass()] if empty else kept)
    return True


def _expanded(statement: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.Pass):
        return
    if isinstance(statement, ast.Assign) and (called := _call(statement.value)) is not None:
        method, words = called
        if method == "run_line_magic" and words[0] in PYTHON_LINED:
            statement.value = ast.parse(words[1].strip(), mode="eval").body
        yield statement
        return
    called = _call(statement.value) if isinstance(statement, ast.Expr) else None
    if called is None:
        yield statement
        return
    method, words = called
    if words and words[0] in OWN_SCOPE:
        yield statement
    elif method == "run_line_magic" and words[0] in PYTHON_LINED:
        inner = re.sub(PYTHON_LINED[words[0]], "", words[1].strip(), count=1)
        yield from (one for statement in ast.parse(inner).body for one in _expanded(statement))
    elif method == "run_cell_magic" and words[0] in PYTHON_BODIED:
        tree = of_ipython(words[2])
        if tree is None:
            raise SyntaxError(words[2])
        yield from tree.body


def _call(node: ast.expr) -> tuple[str, list[str]] | None:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=method), args=args
        ):
            return method, [str(one.value).rstrip() for one in args if isinstance(one, ast.Constant)]
    return None


def dumped(tree: ast.Module | None) -> str | None:
    """Write a tree so that blanks at the ends of commands make no difference."""
    return None if tree is None else re.sub(r"(?:\\n| )+'", "'", ast.dump(tree)).replace("' ", "'")


@pytest.mark.parametrize("cell", LINES + CELLS)
def test_cell_is_the_python_that_ipython_makes_of_it(cell: str) -> None:
    assert dumped(of_grader(cell)) == dumped(of_ipython(cell))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=6))
def test_any_cell_is_the_python_that_ipython_makes_of_it(lines: list[str]) -> None:
    cell = "\n".join(lines)
    wanted = dumped(of_ipython(cell))
    # A magic between a block and an indented one ends the block for IPython; here the block goes on.
    assume(wanted is not None or not INDENTED_MAGIC.search(cell))
    assert dumped(of_grader(cell)) == wanted


@pytest.fixture(scope="module")
def shell() -> Iterator[object]:
    interactiveshell = pytest.importorskip("IPython.core.interactiveshell")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("VIRTUAL_ENV", raising=False)  # IPython warns of one that is not its own
        shell = interactiveshell.InteractiveShell()
    yield shell
    shell.history_manager.end_session()


@pytest.mark.parametrize(
    "cell",
    [
        "pip install numpy",
        "ls",
        "ls -l",
        "pwd",
        "cd ..",
        "whos",
        "conda install x",
        "mkdir a",
        "ls = 3",
        "ls, x = 1, 2",
        "ls.x",
        "lsx",
        "time",
        "time f()",
        "timeit f()",
        "env HOME",
        "print",
        "x",
        "for",
        "history -n",
    ],
)
@pytest.mark.parametrize("names", [{}, {"ls": 1, "time": 2}])
def test_a_line_is_a_command_where_ipython_takes_it_for_one(
    cell: str, names: dict[str, int], shell: object
) -> None:
    shell.user_ns.update(names)  # type: ignore[attr-defined]
    try:
        transformed = shell.transform_cell(cell)  # type: ignore[attr-defined]
    finally:
        for name in names:
            del shell.user_ns[name]  # type: ignore[attr-defined]
    assert as_line_command([cell], names)[0].startswith("%") == ("get_ipython()" in transformed)


def test_every_magic_of_ipython_is_known_without_its_sign(shell: object) -> None:
    names = shell.magics_manager.magics["line"]  # type: ignore[attr-defined]
    assert [name for name in names if not as_line_command([name], ())[0].startswith("%")] == []
