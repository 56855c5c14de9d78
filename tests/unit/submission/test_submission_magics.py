import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.submission.magics import strip_notebook_commands

# A machine that is busy with something else is no fault of the code.
unhurried = settings(deadline=None, max_examples=200)

COMMANDS = [
    "%matplotlib inline",
    "%%time",
    "%who f(\\\n  x)",
    "!pip install numpy",
    "!!ls",
    "?print",
    "??print",
    "print?",
    "a.b?? ",
    "%env A=(",
    "!echo '",
    "%cd \u4f5c\u4e1a",
]
STATEMENTS = [
    "x = 1",
    "y = (3\n     % 2)",
    'text = """\n%d of 100 %\n!bang\nwhy?\n"""',
    "z = 7 \\\n    % 4",
    "s = 'it\\'s 50 %?'  # why?",
    "def f(a):\n    if a != 0:\n        return a % 2\n    return {1: [a]}",
    "c = 'one\\\n%two'",
    "assert '(' != '['",
    "d = f'{x!r}'",
]


@unhurried
@given(st.lists(st.one_of(st.sampled_from(COMMANDS), st.sampled_from(STATEMENTS)), min_size=1, max_size=12))
def test_commands_go_and_python_keeps_its_lines(parts: list[str]) -> None:
    # A cell command counts on the first line only.
    python = strip_notebook_commands("\n".join(["x = 0", *parts, "x = 9"]))
    wanted: list[str] = ["x = 0"]
    for part in parts:
        lines = part.split("\n")
        wanted += [""] * len(lines) if part in COMMANDS else lines
    assert list(python.lines) == [*wanted, "x = 9"]
    assert len(python.left_out) == sum(part in COMMANDS for part in parts)
    ast.parse("\n".join(python.lines))


@pytest.mark.parametrize("command", [one for one in COMMANDS if "\n" not in one])
def test_command_in_a_block_leaves_the_block_whole(command: str) -> None:
    python = strip_notebook_commands(f"for i in range(3):\n    {command}\nx = 1")
    assert python.lines == ("for i in range(3):", "    pass", "x = 1")


@pytest.mark.parametrize(
    "command", ["bash", "R", "html", "writefile a.py", "python3", "javascript", "", "time_it"]
)
def test_cell_in_another_language_goes_whole(command: str) -> None:
    python = strip_notebook_commands(f"\n%%{command}\nx <- 1\n'''")
    assert python.lines == ("", "", "", "")
    assert python.left_out == ((0, f"`%%{command}`"),)


@pytest.mark.parametrize("command", ["time", "capture", "capture --no-stderr", "prun -l 5"])
def test_cell_command_around_python_keeps_the_python(command: str) -> None:
    python = strip_notebook_commands(f"%%{command}\nx = 1\n%who")
    assert python.lines == ("", "x = 1", "")
    assert [line for line, _ in python.left_out] == [1, 3]


def test_cell_commands_may_be_stacked() -> None:
    assert strip_notebook_commands("%%time\n%%capture\nx = 1").lines == ("", "", "x = 1")
    assert strip_notebook_commands("%%time\n%%bash\nx = 1").lines == ("", "", "")


def test_future_import_may_follow_a_command() -> None:
    compile(
        "\n".join(strip_notebook_commands("%load_ext x\nfrom __future__ import annotations").lines),
        "cell",
        "exec",
    )


@pytest.mark.parametrize(
    "cell", ["f(\n!ls\n)", "x = = 1", "print('a?", "a ? b", "x = 'a' if b? else c", "d = {\n?a"]
)
def test_broken_python_is_unchanged(cell: str) -> None:
    python = strip_notebook_commands(cell)
    assert "\n".join(python.lines) == cell
    assert python.left_out == ()


@unhurried
@given(st.text(alphabet="ab %!?\\\n\t'\"()[]{}#", max_size=60))
def test_any_cell_keeps_its_lines(cell: str) -> None:
    lines = cell.removesuffix("\n").split("\n")
    python = strip_notebook_commands(cell)
    assert len(python.lines) == len(lines)
    assert all(
        kept.strip() in {"", "pass", line.strip()} for kept, line in zip(python.lines, lines, strict=True)
    )
    assert all(0 <= line <= len(lines) for line, _ in python.left_out)


@unhurried
@given(st.text(alphabet="ab %!?\\\n\t'\"()[]{}#=,;/>.", max_size=60))
def test_any_cell_keeps_the_number_of_its_lines(cell: str) -> None:
    lines = cell.removesuffix("\n").split("\n")
    assert len(strip_notebook_commands(cell).lines) == len(lines)


@pytest.mark.parametrize(
    "cell, python",
    [
        ("%time x = f()", "x = f()"),
        ("%prun -l 10 -s time x = f()", "x = f()"),
        ("%lprun -f f x = f()", "x = f()"),
        ("x = %time f()", "x = f()"),
        ("if a:\n    %time x = f(\\\n      1)", "if a:\n    x = f(\\\n      1)"),
        ("%pylab inline", "import numpy; import numpy as np; from numpy import *; "),
        ("%%capture out\nx = 1", "out = get_ipython().captured()\nx = 1"),
        ("time x = f()", "x = f()"),
    ],
)
def test_magic_that_runs_python_leaves_what_it_runs(cell: str, python: str) -> None:
    found = strip_notebook_commands(cell)
    assert "\n".join(found.lines).startswith(python)
    assert found.problem is None


@pytest.mark.parametrize(
    "cell",
    ["%timeit x = f()", "timeit x = f()", "%%timeit\nx = f()", "%memit x = f()"],
)
def test_timed_code_stays_in_a_call_of_its_own(cell: str) -> None:
    found = strip_notebook_commands(cell)
    assert found.lines[0].startswith("get_ipython().run_")
    assert "x = f()" in found.lines[0]
    assert found.left_out == ()


@pytest.mark.parametrize("cell", ['d["k"] = !ls', "a.b = !ls", "f(1)[2] = !ls", "x = %pwd"])
def test_value_of_a_command_is_named_as_empty(cell: str) -> None:
    found = strip_notebook_commands(cell)
    assert found.lines[0].partition(" = ")[2].startswith("get_ipython()")
    assert found.left_out == ((1, f"`{cell}`, whose value is empty here"),)


def test_prompts_inside_strings_stay() -> None:
    cell = "%who\nt = '''\n>>> 1\n'''\n"
    assert strip_notebook_commands(cell).lines == ("", "t = '''", ">>> 1", "'''")
