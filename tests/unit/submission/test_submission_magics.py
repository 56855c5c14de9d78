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
    "%timeit f(\\\n  x)",
    "!pip install numpy",
    "!!ls",
    "?print",
    "??print",
    "print?",
    "a.b?? ",
    "files = !ls *.py",
    "x = %timeit -o f()",
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
    "command", ["bash", "R", "html", "writefile a.py", "timeit", "javascript", "", "time_it"]
)
def test_cell_in_another_language_goes_whole(command: str) -> None:
    python = strip_notebook_commands(f"\n%%{command}\nx <- 1\n'''")
    assert python.lines == ("", "", "", "")
    assert python.left_out == ((0, f"`%%{command}`"),)


@pytest.mark.parametrize("command", ["time", "capture out", "prun -l 5"])
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
@given(st.text(alphabet="ab %!?\\\n\t'\"()[]{}#=", max_size=60))
def test_any_cell_keeps_its_lines(cell: str) -> None:
    lines = cell.removesuffix("\n").split("\n")
    python = strip_notebook_commands(cell)
    assert len(python.lines) == len(lines)
    assert all(
        kept.strip() in {"", "pass", line.strip()} for kept, line in zip(python.lines, lines, strict=True)
    )
    assert all(0 <= line <= len(lines) for line, _ in python.left_out)
