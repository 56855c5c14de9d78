"""Lines of notebook cells, found in the JSON of the file."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.ci.checkout import grade_checkout
from grader.ci.notebook_lines import lines_in_json
from grader.ci.platform import Platform
from tests.support.handed_in import WRONG

NOTEBOOK = "exercises/two_layer_mlp.ipynb"
CELLS: list[dict[str, Any]] = [
    {"cell_type": "markdown", "source": ["# def f\n", "text"]},
    {
        "cell_type": "code",
        "metadata": {"source": ["no source"], "tags": ["[", "}"]},
        "outputs": [{"output_type": "stream", "text": ["x = 1\n", 'y = "2"\n']}],
        "source": ["x = 1\n", 'y = "2"\n', "\n", "z = [3]"],
    },
    {"source": "a = 1\nb = 2", "cell_type": "code"},
]


@pytest.mark.parametrize("indent", [1, 4])
def test_each_line_of_a_code_cell_is_found_in_the_file(indent: int) -> None:
    text = json.dumps({"cells": CELLS, "nbformat": 4}, indent=indent)
    lines, found = text.split("\n"), lines_in_json(text)
    listed = [lines[found[1, line] - 1].strip() for line in range(1, 5)]
    assert listed == ['"x = 1\\n",', '"y = \\"2\\"\\n",', '"\\n",', '"z = [3]"']
    assert {lines[found[2, line] - 1].strip() for line in (1, 2)} == {'"source": "a = 1\\nb = 2",'}


def test_notebook_on_one_line_has_all_of_its_lines_there() -> None:
    assert set(lines_in_json(json.dumps({"cells": CELLS})).values()) == {1}


def test_annotation_of_a_notebook_names_the_line_of_its_file(checkout: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(WRONG)])
    nbformat.write(notebook, checkout / NOTEBOOK)
    report = grade_checkout(checkout, ())
    platform = Platform(root=checkout, obeys_commands=True)
    text, _ = platform.publish(report, junit=checkout / "j.xml", json=checkout / "r.json")
    checks = [check for part in report.assignments[0].parts for check in part.checks]
    place = next(check.location for check in checks if check.location is not None)
    line = lines_in_json((checkout / NOTEBOOK).read_text(encoding="utf-8"))[1, place.line]
    assert f"::error file={NOTEBOOK},line={line}," in text
