import json
from pathlib import Path

import pytest

from grader.course.solution import locate_in_solved, read_solved
from grader.errors import CourseFault

CELLS = [
    "%load_ext grader",
    "\n\nimport numpy as np\n",
    "def f():\n    return 1",
    "   ",
    "%time\n\ndef g(): pass\n\n",
]


def notebook(folder: Path, cells: list[str]) -> Path:
    path = folder / "solved.ipynb"
    coded: list[object] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
        for text in cells
    ]
    told = {"cell_type": "markdown", "metadata": {}, "source": "# Not code"}
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [told, *coded]}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_solved_notebook_is_read_with_blank_lines_between_cells(tmp_path: Path) -> None:
    source = read_solved(notebook(tmp_path, CELLS))
    assert source == "import numpy as np\n\n\ndef f():\n    return 1\n\n\ndef g(): pass\n"


def test_line_of_a_solved_notebook_is_located_by_cell(tmp_path: Path) -> None:
    path = notebook(tmp_path, CELLS)
    lines = read_solved(path).split("\n")
    places = {text: locate_in_solved(str(path), at) for at, text in enumerate(lines, start=1) if text}
    assert places == {
        "import numpy as np": f"{path}, cell 2, line 3",
        "def f():": f"{path}, cell 3, line 1",
        "    return 1": f"{path}, cell 3, line 2",
        "def g(): pass": f"{path}, cell 5, line 3",
    }


def test_solved_python_file_is_read_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "solved.py"
    path.write_bytes(b"x = 1\r\n# \xc3\xa9\n")
    assert read_solved(path) == "x = 1\n# é\n"
    assert locate_in_solved(str(path), 2) == f"{path}:2"


@pytest.mark.parametrize("cells", [[], ["def f("]])
def test_solved_notebook_without_python_is_a_course_fault(tmp_path: Path, cells: list[str]) -> None:
    with pytest.raises(CourseFault, match="the solved notebook cannot be read"):
        read_solved(notebook(tmp_path, cells))
