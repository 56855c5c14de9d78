"""What the command says to a file of another assignment, to a slip in a name, and to what is untouched."""

import json
import zipfile
from pathlib import Path

import pytest

from grader.course import load_course
from tests.support.command import copy_course, grade_here
from tests.support.course_files import ROOT

NAME = "quadratic-model"
FILE = "quadratic_model.py"
STUB = (ROOT / "exercises" / FILE).read_text(encoding="utf-8")
START = "0 points are the expected start"


def release(folder: Path, assignment: str = NAME) -> Path:
    """Make a course as students get it: without solutions."""
    course = copy_course(folder, assignment)
    manifest = course / "assignments.yaml"
    lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.lstrip().startswith(("solution:", "handout:"))]
    manifest.write_text("".join(kept), encoding="utf-8")
    return course


def test_the_file_of_another_assignment_is_asked_about() -> None:
    result = grade_here(NAME, "--submission", "solutions/scalar_graphs.py")
    assert START not in result.text
    assert "This submission cannot be run" in result.text
    assert "defines none of the functions of quadratic-model: forward, loss, stages" in result.text
    assert "Is it the file for this assignment?" in result.text


@pytest.mark.parametrize("unpacked", [False, True])
def test_a_hand_in_of_another_assignment_is_unusable_and_says_so(tmp_path: Path, *, unpacked: bool) -> None:
    course = copy_course(tmp_path / "course", "scalar-graphs")
    solved = (course / "solutions" / "scalar_graphs.py").read_text(encoding="utf-8")
    (course / "exercises" / "scalar_graphs.py").write_text(solved, encoding="utf-8")
    assert grade_here("submit", "scalar-graphs", "--yes", cwd=course).status == 0
    path = course / "scalar_graphs.zip"
    if unpacked:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(path.with_suffix(""))
        path = path.with_suffix("")
    text = grade_here(NAME, "--submission", path).text
    assert "This is a hand-in for scalar-graphs, and quadratic-model is graded." in text
    assert "TypeError" not in text


@pytest.mark.parametrize(
    "top, said",
    [
        (
            "raise AssertionError('mine')",
            ":1: the file ends here with AssertionError: mine, before any function",
        ),
        ("while True: pass", ":1: the file ends here with an error, for it takes too long"),
        ("import os\nos._exit(3)", "the process that ran the code ended with exit status 3"),
    ],
)
def test_a_file_that_cannot_load_is_one_block_with_its_line(tmp_path: Path, top: str, said: str) -> None:
    path = tmp_path / FILE
    path.write_text(f"{top}\n{STUB}", encoding="utf-8")
    text = grade_here(path).text
    assert said in text
    assert text.count("✗") == 1
    assert "checks failed" not in text


def test_what_stands_above_a_failing_line_is_graded(tmp_path: Path) -> None:
    path = tmp_path / FILE
    solved = (ROOT / "solutions" / FILE).read_text(encoding="utf-8")
    path.write_text(f"{solved}\nprint(undefined)\n\ndef extra():\n    pass\n", encoding="utf-8")
    result = grade_here(path)
    assert "100 of 100 points" in result.text
    assert "the file ends here with NameError: name 'undefined' is not defined" in " ".join(
        result.out.split()[:60]
    )


def test_a_slip_in_a_name_is_found_and_told(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text("def foward(x, w1, w2, b):\n    return x\n", encoding="utf-8")
    result = grade_here(path, "--json")
    (first, *others) = json.loads(result.out)["assignments"][0]["missing"]
    assert first == {"name": "forward", "nearest": "foward"}
    assert {one["nearest"] for one in others} == {""}
    text = grade_here(path).text
    assert "your file defines no `forward`, but it has `foward`" in text
    assert START not in text


def test_what_is_missing_is_told_apart_from_what_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text("def forward(x, w1, w2, b):\n    raise NotImplementedError\n", encoding="utf-8")
    text = grade_here(path).text
    assert "Still to write" in text
    assert "Still to write in forward: `forward` (" in text
    assert "loss 9 checks: your file defines no `loss`" in text
    assert "no `forward`" not in text


def test_a_stub_with_any_edit_is_not_untouched(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text(STUB, encoding="utf-8")
    assert START in grade_here(path).text
    path.write_text(STUB + "\nprint('hello')\n", encoding="utf-8")
    text = grade_here(path).text
    assert START not in text
    assert "Still to write in forward: `forward`" in text


def test_a_function_that_returns_nothing_is_told_in_a_few_lines(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text(STUB.replace("raise NotImplementedError", "pass", 1), encoding="utf-8")
    result = grade_here(path)
    told = result.out[result.out.index("✗") : result.out.index("Still to write")]
    assert "None: is a `return` missing?" in told
    assert len(told.splitlines()) < 12


@pytest.mark.parametrize("name", [one.name for one in load_course(ROOT).assignments])
def test_a_release_for_students_knows_an_untouched_stub(tmp_path: Path, name: str) -> None:
    assert START in grade_here(cwd=release(tmp_path, name)).text


def test_a_release_for_students_asks_about_the_wrong_file_too(tmp_path: Path) -> None:
    result = grade_here(NAME, "--submission", ROOT / "solutions/scalar_graphs.py", cwd=release(tmp_path))
    assert START not in result.text
    assert "Is it the file for this assignment?" in result.text


def test_in_a_release_for_students_the_untouched_stub_is_graded_beside_its_untouched_notebook(
    tmp_path: Path,
) -> None:
    course = release(tmp_path)
    cell: dict[str, object] = {
        "cell_type": "code",
        "metadata": {},
        "source": STUB,
        "outputs": [],
        "execution_count": None,
    }
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
    (course / "exercises" / "quadratic_model.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    result = grade_here(cwd=course)
    assert result.status == 0, result.err
    assert f"exercises/{FILE}: 0 of 100 points" in result.text
    assert START in result.text
