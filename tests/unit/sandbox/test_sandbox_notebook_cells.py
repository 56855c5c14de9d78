"""Notebooks and scripts as the worker runs them: what runs in a kernel runs here, cell by cell."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import Raised, StudentFault, TimedOut
from grader.submission.reader import Submission, read_submission
from grader.wire.codec import Reference, encode
from tests.support.sandbox_talk import Patient, Start

FUNCTION = "def f():\n    return x"
EXPORTED = "# coding: utf-8\n\n# In[ ]:\n\n\n\nget_ipython().run_line_magic('load_ext', 'grader')\n"


def notebook(folder: Path, cells: Sequence[str]) -> Submission:
    """Read a notebook of code cells."""
    made: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": cell}
        for cell in cells
    ]
    path = folder / "mine.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}))
    return read_submission(path, module="mine", name="mine.ipynb")


def script(folder: Path, text: str) -> Submission:
    """Read a Python file."""
    path = folder / "mine.py"
    path.write_text(text, encoding="utf-8")
    return read_submission(path, module="mine", name="mine.py")


def value_of_f(
    submission: Submission, start: Start, limits: Limits | None = None
) -> tuple[object, tuple[StudentFault, ...]]:
    """Call `f`; return its value, and what failed while the submission was loaded."""
    cells = [(cell.first, cell.first + cell.count - 1) for cell in submission.cells]
    sandbox = Sandbox(submission.source, limits or Limits(), start, cells=cells)
    try:
        operations = [encode([1, "name", "f"]), encode([None, "call", Reference(1, ""), (), {}])]
        return sandbox.request("run", operations)["value"], sandbox.load_failures or ()
    finally:
        sandbox.close()


@pytest.mark.parametrize(
    "cells",
    [
        ["display(1)", "x = 5", FUNCTION],
        ["5", "x = _", FUNCTION],
        ["4", "5;", "x = _ + len(Out)", FUNCTION],
        ["6", "5", "x = __ - 1", FUNCTION],
        ["5", "x = Out[1] if In[1] == '5' else 0", FUNCTION],
        ["5", "x = _1", FUNCTION],
        ["get_ipython()", "get_ipython().events.register('a', print)", "x = 5", FUNCTION],
        ["ip = get_ipython()\nip.run_line_magic('matplotlib', 'inline')", "x = 5", FUNCTION],
        ["%time x = 5", FUNCTION],
        ["x = %time 5", FUNCTION],
        ["%prun -l 3 x = 5", FUNCTION],
        ["%%time\nx = 5", FUNCTION],
        ["%%capture out\nx = 5", "out.show(); assert not out.stdout", FUNCTION],
        ["x = 5", "%timeit x = 3", FUNCTION],
        ["x = 5", "%%timeit x = 3\nx = x + 1", FUNCTION],
        ["x = [5]", "%timeit -n 1 x[0]", "x = x[0]", FUNCTION],
        ["d = {}", 'd["k"] = !ls', "x = 5 + len(d['k']) + len(d['k'].s)", FUNCTION],
        ["files = !ls\nfor one in files.grep('a'): print(one)", "x = 5", FUNCTION],
        ["import asyncio\nawait asyncio.sleep(0)", "x = await asyncio.sleep(0.01, 5)", FUNCTION],
        [
            "class C:\n  async def __aenter__(self): return 5\n  async def __aexit__(self, *a): pass",
            "async with C() as x:\n    pass",
            FUNCTION,
        ],
        [
            "x = 5",
            "from __future__ import annotations\ndef g(a: unknown): pass",
            "def h(a: unknown): pass",
            FUNCTION,
        ],
        ["if __name__ == '__main__':\n    x = 5", FUNCTION],
        [">>> x = 5\n>>> 1 + 1\n2", FUNCTION],
        ["In [3]: x = 5", FUNCTION],
        ["pip install numpy", "x = 5", FUNCTION],
        ["%pylab inline", "x = int(array([5])[0])", FUNCTION],
    ],
)
def test_cells_run_as_in_a_kernel(cells: list[str], tmp_path: Path, start: Start) -> None:
    assert value_of_f(notebook(tmp_path, cells), start) == (5, ())


@pytest.mark.parametrize(
    "text",
    [
        f"{EXPORTED}\n# In[2]:\n\n\nx = 5\nx\n\n\n# In[3]:\n\n\n{FUNCTION}\n\n\n# In[ ]:\n\n\ndisplay(_)\n",
        f"{EXPORTED}\n# In[2]:\n\n\nget_ipython().run_line_magic('time', 'x = 5')\n{FUNCTION}\n",
        f"{EXPORTED}\n# In[2]:\nx = 5\nget_ipython().run_cell_magic('time', '', 'def f():\\n return x')\n",
        f"{EXPORTED}\n# In[2]:\n\n\nx = 5\nget_ipython().run_line_magic('timeit', 'x = 3')\n{FUNCTION}\n",
        f"{EXPORTED}\nget_ipython().system('ls')\nd = get_ipython().getoutput('ls')\nx = 5\n{FUNCTION}\n",
        f"get_ipython().magic('time x = 5')\n{FUNCTION}\n",
        f"# %% first\n%matplotlib inline\nx = 5\n# %%\nawait g() if 0 else x\n#%%\n{FUNCTION}\n",
        f"# %%\nx = 5\n{FUNCTION}\n# %%\nfrom __future__ import annotations\n",
    ],
)
def test_exported_script_runs_as_its_notebook(text: str, tmp_path: Path, start: Start) -> None:
    assert value_of_f(script(tmp_path, text), start) == (5, ())


def test_commands_of_an_exported_script_are_named(tmp_path: Path) -> None:
    submission = script(tmp_path, f"{EXPORTED}get_ipython().system('ls')\n# %%\n%who\nx = 1\n")
    (notice,) = submission.notices
    assert "line 8 (`get_ipython().system('ls')`), line 10 (`%who`)" in notice
    assert "load_ext" not in notice


MARIMO = """\
import marimo

__generated_with = "0.9.0"
app = marimo.App(width="medium")

with app.setup:
    import math


@app.cell(hide_code=True)
def _(half, mo):
    mo.md('''
word
    ''')
    x = half(10)
    return (x,)


@app.cell
def _(x):
    def f():
        return x if math.pi and text == "a\\nb" else 0
    text = '''a
b'''
    return f, text


@app.function
def half(y):
    return y // 2


@app.cell
def _():
    import marimo as mo
    return (mo,)


if __name__ == "__main__":
    app.run()
"""


def test_marimo_notebook_runs_in_the_order_of_its_names(tmp_path: Path, start: Start) -> None:
    submission = script(tmp_path, MARIMO)
    assert value_of_f(submission, start) == (5, ())
    line = MARIMO.split("\n").index('        return x if math.pi and text == "a\\nb" else 0') + 1
    assert submission.source.split("\n")[line - 1] == '    return x if math.pi and text == "a\\nb" else 0'
    assert submission.locate(line).line == line


@pytest.mark.parametrize(
    "failing", ["1 / 0", "open('no such file')", "import sys; sys.exit()", "raise EOFError"]
)
def test_failing_cell_costs_no_other_cell(failing: str, tmp_path: Path, start: Start) -> None:
    value, failures = value_of_f(notebook(tmp_path, ["x = 5", failing, FUNCTION, failing]), start)
    assert value == 5
    assert [failure.frames[0][0] for failure in failures] == [2, 5]


def test_names_defined_before_a_file_fails_are_kept(tmp_path: Path, start: Start) -> None:
    value, (failure,) = value_of_f(
        script(tmp_path, f"x = 5\n{FUNCTION}\nassert x == 2, 'two'\nx = 3\n"), start
    )
    assert value == 5
    assert isinstance(failure, Raised)
    assert (failure.exception, failure.message, failure.frames) == (
        "AssertionError",
        "two",
        [(4, "<module>")],
    )


@pytest.mark.parametrize("loop", ["while True: pass", "while True:\n    try: 1\n    except Exception: pass"])
def test_endless_cell_is_ended_with_its_line_and_the_others_count(
    loop: str, tmp_path: Path, start: Start
) -> None:
    brief = Patient(cpu_seconds_per_call=0.2, wall_seconds_total=300)
    value, (failure,) = value_of_f(notebook(tmp_path, ["x = 5", loop, FUNCTION]), start, brief)
    assert value == 5
    assert isinstance(failure, TimedOut)
    assert failure.frames[0][0] in range(2, 5)


def test_second_endless_cell_is_ended_too(tmp_path: Path, start: Start) -> None:
    brief = Patient(cpu_seconds_per_call=0.2, wall_seconds_total=300)
    cells = ["x = 5", "while True: pass", "while True: pass", FUNCTION]
    value, failures = value_of_f(notebook(tmp_path, cells), start, brief)
    assert value == 5
    assert [failure.frames[0][0] for failure in failures] == [2, 3]


def test_endless_loop_at_the_top_of_a_file_names_its_line(tmp_path: Path, start: Start) -> None:
    with pytest.raises(TimedOut) as caught:
        value_of_f(
            script(tmp_path, "x = 5\nwhile True:\n    x += 1\n"),
            start,
            Patient(cpu_seconds_per_call=0.2, wall_seconds_total=300),
        )
    assert caught.value.frames[0][0] in {2, 3}
