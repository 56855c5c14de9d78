"""`%grade` in real kernels. A kernel takes a second to start, so each test asks it for a lot."""

import json
import shutil
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbconvert import PythonExporter

from tests.support.command import copy_course, grade
from tests.support.course_files import ROOT
from tests.support.notebooks import run_cells

NAME = "quadratic-model"
LOAD = ("load", "%load_ext grader")
FORWARD = ("forward", "def forward(x, w1, w2, b):\n    return w1 * x ** 2 + w2 * x + b")
LOSS = ("loss", "import numpy as np\n\ndef loss(y_hat, y):\n    return float(np.mean((y_hat - y) ** 2))")
ASK = ("ask", "%grade")
# What the editor does when it saves the notebook, by commands that are not graded.
SAVED = [{"cell_type": "code", "id": id_} for id_ in ("load", "forward", "loss", "save", "where", "ask")]
SAVE = ("save", "%%writefile mine.ipynb\n" + json.dumps({"cells": SAVED}))
WHERE = ("where", "%env JPY_SESSION_NAME=mine.ipynb")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course without hidden checks, as a student has it."""
    folder = copy_course(tmp_path_factory.mktemp("course"), NAME)
    shutil.copy(ROOT / "exercises" / "quadratic_model.ipynb", folder / "exercises")
    shutil.rmtree(folder / "tests" / "suites" / NAME / "hidden")
    return folder


def test_untouched_notebook_runs_from_top_to_bottom(course: Path) -> None:
    notebook = nbformat.reads(_published(course), as_version=4)
    cells = [(cell.id, cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    shown = dict(zip((id_ for id_, _ in cells), run_cells(cells, course / "exercises"), strict=True))
    assert not any("error" in one or "stderr" in one for one in shown.values())
    assert "Still to write in forward: `forward`" in shown["grade-forward"]["text/plain"]
    last = shown["grade-everything"]
    assert "Nothing is written here yet, so 0 points are the expected start." in last["text/plain"]
    assert "Nothing is written here yet, so 0 points are the expected start." in last["text/html"]


@pytest.mark.slow
def test_last_execution_of_each_cell_is_graded(course: Path) -> None:
    wrong = ("forward", FORWARD[1].replace(" + b", ""))
    broken = ("loss", "def loss(y_hat, y):\n    return (y_hat - y) ** 2)")
    raising = ("forward", "def forward(x, w1, w2, b):\n    raise ValueError('<b id=mine>')")
    part = ("ask", "%grade forward")
    cells = [LOAD, raising, part, wrong, part, FORWARD, LOSS, ASK, broken, ASK]
    _, _, raised, _, wrongly, _, _, right, _, syntax = run_cells(cells, course / "exercises")
    page = _Tags(raised["text/html"])
    assert "<b id=mine>" in page.shown
    assert not page.ids
    told = wrongly["text/plain"]
    assert "Predictions" in told
    assert "The mean squared error" not in told
    assert "this notebook, cell 4, line 1 in forward" in told
    (place,) = (link for link in _Tags(wrongly["text/html"]).links if link.endswith(".html"))
    assert place in "".join(told.split())
    graph = (course / "exercises" / place).read_text(encoding="utf-8")
    assert "what your code gave" in graph
    assert "__graphs__" not in right["text/html"]
    assert "this notebook: 22.5 of 100 points" in right["text/plain"]
    assert "this notebook: 11.25 of 100 points" in syntax["text/plain"]
    assert "this notebook, cell 9, line 2: unmatched ')'" in " ".join(syntax["text/plain"].split())
    assert "does not count; the others do" in " ".join(syntax["text/plain"].split())


def test_names_only_in_memory_are_reported(course: Path) -> None:
    cells = [
        ("before", "def half(x):\n    return x / 2\nSCALE = 2"),
        LOAD,
        (
            "forward",
            "def forward(x, w1, w2, b):\n    return helper(x) + SCALE\n\ndef helper(x):\n    return x",
        ),
        ("forward", "def forward(x, w1, w2, b):\n    return helper(x) + SCALE"),
        LOSS,
        ("loss", "import numpy as np"),
        ("deleted", "def fit():\n    return 1"),
        SAVE,
        WHERE,
        ("ask", f"%grade {NAME}"),
    ]
    told = run_cells(cells, course / "exercises")[-1]["text/plain"]
    assert "Note: `fit`, `helper`, `loss`: only in the kernel's memory, and not graded" in told
    assert "NameError" in told


def test_editor_without_cell_ids_is_supported(course: Path) -> None:
    cells = [
        LOAD,
        FORWARD,
        ("", "1 / 0"),
        FORWARD,
        ("", FORWARD[1].replace("+ b", "")),
        LOSS,
        ASK,
        FORWARD,
        ASK,
    ]
    *_, wrong, _, right = run_cells([("", text) for _, text in cells], course / "exercises")
    assert "this notebook: 11.25 of 100 points" in wrong["text/plain"]
    assert "this notebook: 22.5 of 100 points" in right["text/plain"]
    assert "this cell ends here with ZeroDivisionError: division by zero" in " ".join(
        right["text/plain"].split()
    )


FAILING = [
    "from __future__ import annotations",
    "import asyncio\nawait asyncio.sleep(0)",
    "41",
    "display(_ + 1)",
    "ls",
    "d = {}",
    "d['k'] = !ls",
    "%time x = 3",
    "np.onse(3)",
    "1 / 0",
]


@pytest.mark.slow
@pytest.mark.parametrize("ids", [True, False])
def test_saved_and_exported_notebooks_get_the_points_of_grade_with_and_without_ids(
    ids: bool,  # noqa: FBT001  # a parameter of pytest
    course: Path,
    tmp_path: Path,
) -> None:
    cells = [LOAD[1], FORWARD[1], *FAILING, LOSS[1], "raise ValueError('last')", "%grade quadratic-model"]
    *_, told = run_cells(
        [(f"c{number}" if ids else "", text) for number, text in enumerate(cells)], course / "exercises"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    saved = tmp_path / "quadratic_model.ipynb"
    saved.write_text(nbformat.writes(notebook), encoding="utf-8")
    packed = tmp_path / "work.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(saved, "work/quadratic_model.ipynb")
    exported = tmp_path / "quadratic_model.py"
    exported.write_text(PythonExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    printed = [grade(NAME, "--submission", path, cwd=course).out for path in (saved, packed, exported)]
    for shown in (" ".join(text.split()) for text in (told["text/plain"], *printed)):
        assert "22.5 of 100 points" in shown
        assert "ZeroDivisionError: division by zero. What stands below in it is missing" in shown
        assert "ValueError: last" in shown


def test_after_a_restart_the_cells_are_to_be_run(course: Path) -> None:
    first, second = run_cells([LOAD, ("ask", f"%grade {NAME}")], course / "exercises")
    assert "error" not in first
    assert "Run the cells from the top" in second["text/plain"]


def test_wrong_arguments_are_reported_without_a_traceback(course: Path, tmp_path: Path) -> None:
    cells = [
        LOAD,
        ASK,
        FORWARD,
        ("ask", "%grade backwards"),
        ("move", f"import os\nos.chdir({str(tmp_path)!r})"),
        ASK,
    ]
    _, untold, _, part, _, outside = run_cells(cells, course / "exercises")
    assert f"name it after `%grade`: {NAME}" in untold["text/plain"]
    assert "has no part named 'backwards'" in part["text/plain"]
    assert "There is no course here" in outside["text/plain"]
    for one in (untold, part, outside):
        assert "error" not in one
        assert "Traceback" not in one["text/html"]


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = ""
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [f"{tag}: {value}" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.shown += data


def _published(course: Path) -> str:
    return (course / "exercises" / "quadratic_model.ipynb").read_text(encoding="utf-8")
