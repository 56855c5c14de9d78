import json
import os
from pathlib import Path

import pytest

from grader.notebook.executions import (
    Execution,
    SavedNotebook,
    find_definitions,
    find_names_only_in_memory,
    select_latest,
)

F, F2, G = "def f():\n    pass", "def f():\n    return 2", "def g():\n    pass"


def ran(*cells: tuple[str, str] | tuple[str, str, bool]) -> list[Execution]:
    """Make executions of cells from ids and texts; a third entry of False marks one that failed."""
    return [
        Execution(number=at, cell=cell[0], text=cell[1], time=float(at), succeeded=cell[-1] is not False)
        for at, cell in enumerate(cells, start=1)
    ]


def kept(executions: list[Execution], saved: SavedNotebook | None = None) -> list[int]:
    return [one.number for one in select_latest(executions, saved)]


def saved(*cells: str, time: float = 100.0) -> SavedNotebook:
    return SavedNotebook(path=Path("n.ipynb"), time=time, cells=cells)


def test_last_execution_keeps_the_position_of_the_first() -> None:
    assert kept(ran(("a", "x = 1"), ("b", F), ("a", "x = 2"))) == [3, 2]


def test_failed_last_execution_counts() -> None:
    assert kept(ran(("a", F), ("a", "def f(:", False))) == [2]


def test_two_cells_that_define_one_name_both_count() -> None:
    assert kept(ran(("a", F), ("b", F2))) == [1, 2]


@pytest.mark.parametrize(
    "executions, numbers",
    [
        (ran(("", F), ("", F2)), [2]),
        (ran(("", "x = 1"), ("", F), ("", "x = 1")), [3, 2]),
        (ran(("", F), ("", G)), [1, 2]),
        (ran(("", "x = 1"), ("", "x = 2")), [1, 2]),
        (ran(("", "1 / 0", False), ("", F)), [1, 2]),
        (ran(("", "x = np.onse(3)", False), ("", "x = np.ones(3)")), [2]),
        (ran(("", f"{F}\nf(1)", False), ("", G)), [1, 2]),
        (ran(("", F), ("a", F2), ("a", G)), [3]),
    ],
)
def test_cells_without_ids_are_matched_by_text_or_functions(
    executions: list[Execution], numbers: list[int]
) -> None:
    assert kept(executions) == numbers


def test_file_determines_order_and_deleted_cells() -> None:
    executions = ran(("b", F), ("gone", G), ("a", "x = 1"), ("new", "y = 1"))
    assert kept(executions, saved("a", "b", time=3.5)) == [3, 1, 4]
    assert kept(executions, saved("a", "b", time=0.5)) == [3, 1, 2, 4]


def test_executions_before_the_log_come_first() -> None:
    assert kept(ran(("", "import numpy as np"), ("b", F), ("a", "x = 1")), saved("a", "b")) == [1, 3, 2]


def test_long_session_without_ids_is_fast() -> None:
    executions = ran(*(("", f"def f{number % 50}():\n    return {number}") for number in range(1000)))
    assert kept(executions) == list(range(951, 1001))


def test_file_with_other_ids_is_ignored() -> None:
    assert kept(ran(("uri#b", F), ("uri#a", "x = 1")), saved("a", "b")) == [1, 2]


def test_definitions_are_found_beside_magics() -> None:
    assert find_definitions(
        "%matplotlib inline\nasync def f(): pass\nclass C:\n    def m(self): pass\nx = 1"
    ) == {
        "f",
        "C",
    }
    assert find_definitions("def f(") == set()


@pytest.mark.parametrize(
    "source, names",
    [
        ("def f():\n    return helper() + np.pi + len([])", ["helper", "np"]),
        ("def f(helper):\n    np = 1\n    return helper + np", []),
        ("import numpy as np\ndef helper(): pass\nx = [helper for i in np.arange(3)]", []),
        ("class C:\n    def m(self):\n        return [helper for i in range(3)]", ["helper"]),
        ("def f():\n    global helper\n    helper = 1\nf()\nhelper", []),
        ("x = 1", []),
    ],
)
def test_undefined_names_are_only_in_memory(source: str, names: list[str]) -> None:
    assert find_names_only_in_memory(source, [], {"helper", "np", "other"}) == names


def test_functions_of_changed_cells_are_only_in_memory() -> None:
    assert find_names_only_in_memory("x = 1", [F, G], {"f", "g"}) == ["f", "g"]
    assert find_names_only_in_memory(F2, [F, G], {"f", "x"}) == []


def write(path: Path, cells: object) -> Path:
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def test_open_notebook_is_found_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [{"cell_type": "code", "id": "a"}, {"cell_type": "markdown"}, {"cell_type": "code", "id": "b"}]
    path = write(tmp_path / "n.ipynb", cells)
    os.utime(path, (7, 7))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert SavedNotebook.find() is None
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    assert SavedNotebook.find() == SavedNotebook(path=path, time=7.0, cells=("a", "b"))


@pytest.mark.parametrize("cells", [[{"cell_type": "code"}], [3], 3, None])
def test_notebook_without_cell_ids_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: object
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", str(write(tmp_path / "n.ipynb", cells)))
    assert SavedNotebook.find() is None


@pytest.mark.parametrize("name", ["missing.ipynb", "console"])
def test_session_without_a_notebook_has_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", name)
    assert SavedNotebook.find() is None
