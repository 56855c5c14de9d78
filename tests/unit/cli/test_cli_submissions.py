"""What can be handed in, honest or absurd, and what the command says to it."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from grader.cli.targets import resolve
from grader.errors import UsageError
from tests.support.command import Result, copy_course, grade_here
from tests.support.course_files import ROOT

NAME = "quadratic-model"
FILE = "quadratic_model.py"
SOLUTION = (ROOT / "solutions" / FILE).read_text(encoding="utf-8")


def notebook(*cells: str, language: str = "python", version: int = 4) -> bytes:
    """Write a notebook of code cells."""
    if version < 4:
        return json.dumps(
            {"nbformat": version, "nbformat_minor": 0, "metadata": {}, "worksheets": []}
        ).encode()
    written: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}
        for text in cells
    ]
    info = {"name": language, "display_name": language, "language": language}
    metadata = {"kernelspec": info, "language_info": {"name": language}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": written}).encode()


def zipped(**files: str) -> bytes:
    """Write a zip of text files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__dot__", "."), text)
    return stream.getvalue()


def grade_file(tmp_path: Path, name: str, content: bytes) -> Result:
    """Hand in one file for the quadratic model."""
    path = tmp_path / name
    path.write_bytes(content)
    return grade_here(NAME, "--submission", path)


@pytest.mark.parametrize(
    "name,content,words",
    [
        ("empty.py", b"", "empty"),
        ("binary.py", b"\x00\x01\x02" * 50, "binary"),
        ("large.py", b"x = 1\n" * 300_000, "larger than"),
        ("latin.py", "x = 'é'\n".encode("latin-1"), "UTF-8"),
        ("broken.py", b"def forward(x:\n    return x\n", "broken.py:1"),
        ("r.ipynb", notebook("x <- 1", language="R"), "R"),
        ("old.ipynb", notebook(version=3), "format"),
        ("torn.ipynb", b'{"cells": [', "notebook"),
        ("torn.zip", b"PK\x03\x04 no more", "zip"),
        ("nothing.zip", zipped(readme__dot__txt="hello"), "no Python file"),
    ],
)
def test_what_cannot_be_run_is_graded_with_0_and_the_reason(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    result = grade_file(tmp_path, name, content)
    assert result.status == 0, result.err
    assert "0 of 100 points" in result.out
    assert words in result.text
    assert "Traceback" not in result.out + result.err


def test_an_error_in_a_notebook_names_the_cell_and_its_line(tmp_path: Path) -> None:
    result = grade_file(tmp_path, "mine.ipynb", notebook("import numpy as np", "def forward(x:\n    pass"))
    assert "cell 2, line 1" in result.out


def test_a_small_change_in_a_notebook_is_looked_for_in_its_cell(tmp_path: Path) -> None:
    slip = SOLUTION.replace("np.mean(dy_hat * x**2)", "np.mean((dy_hat * x) ** 2)")
    assert slip != SOLUTION
    result = grade_file(tmp_path, "mine.ipynb", notebook("import numpy as np", "%pip list", slip))
    line = slip[: slip.index("(dy_hat * x) ** 2")].count("\n") + 1
    assert "The brackets in the line to look at are set wrongly" in " ".join(result.out.split())
    assert f"cell 3, line {line} in backward" in result.out


def test_a_notebook_with_magics_is_graded_and_the_magics_are_named(tmp_path: Path) -> None:
    result = grade_file(tmp_path, "mine.ipynb", notebook("%matplotlib inline\n" + SOLUTION, "!ls"))
    assert "100 of 100 points" in result.out
    assert "cell 1" in result.out


@pytest.mark.parametrize("folder", ["作业 一", "with spaces", "plain"])
def test_names_and_paths_in_chinese_and_with_spaces_work(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "模型 最终.py"
    path.parent.mkdir()
    path.write_text(SOLUTION, encoding="utf-8")
    result = grade_here(NAME, "--submission", path)
    assert "100 of 100 points" in result.out
    assert "模型 最终.py" in result.out


def test_a_folder_and_a_zip_are_graded_by_the_file_of_the_assignment(tmp_path: Path) -> None:
    (tmp_path / "handed in").mkdir()
    (tmp_path / "handed in" / FILE).write_text(SOLUTION, encoding="utf-8")
    (tmp_path / "handed in" / "numpy.py").write_text("raise SystemExit", encoding="utf-8")
    (tmp_path / "anna.zip").write_bytes(zipped(**{FILE: SOLUTION}))
    assert "100 of 100 points" in grade_here(NAME, "--submission", tmp_path / "handed in").out
    assert "100 of 100 points" in grade_here(NAME, "--submission", tmp_path / "anna.zip").out


def test_a_folder_with_two_candidates_is_an_error_that_names_both(tmp_path: Path) -> None:
    for number, name in enumerate(("first.py", "second.py")):
        (tmp_path / name).write_text(f"x = {number}", encoding="utf-8")
    result = grade_here(NAME, "--submission", tmp_path)
    assert result.status == 2
    assert "first.py" in result.err
    assert "second.py" in result.err


def test_a_submission_that_lacks_a_function_loses_what_needs_it_and_nothing_else(tmp_path: Path) -> None:
    content = SOLUTION.replace("def loss(", "def another(").replace("= loss(", "= another(")
    result = grade_file(tmp_path, "mine.py", content.encode())
    assert "loss The mean squared error 0 of 15" in result.text
    assert "Still to write in loss: `loss` loss 9 checks: your file defines no `loss`" in result.text
    assert "85 of 100 points" in result.out


@pytest.mark.parametrize(
    "body,words",
    [
        ("def forward(x):\n    return x", "it is defined with the parameters (x)"),
        ("def forward(x, w1, w2, b):\n    pass", "None: is a `return` missing?"),
        ("def forward(x, w1, w2, b):\n    return 'twelve'", "a string"),
        (
            (
                "class Bad:\n"
                "    def __getattribute__(self, name):\n        raise RuntimeError('no')\n"
                "def forward(x, w1, w2, b):\n    return Bad()"
            ),
            "an object of type Bad",
        ),
        ("def forward(x, w1, w2, b):\n    return input('value?')", "EOFError"),
        ("import numpy_not_there\n", "numpy_not_there"),
        ("def forward(x, w1, w2, b):\n    import os\n    os._exit(0)", "exit status 0"),
    ],
)
def test_wrong_returns_and_signatures_are_told_in_plain_words(tmp_path: Path, body: str, words: str) -> None:
    result = grade_file(tmp_path, "mine.py", body.encode())
    assert result.status == 0, result.err
    assert words in result.text
    assert "Traceback" not in result.out + result.err


def test_short_report_tells_one_failure_and_all_of_it_every_one(tmp_path: Path) -> None:
    slips = (
        ("w1 * x**2 + w2 * x + b", "w1 * x + w2 * x + b"),
        ("np.mean(residual**2)", "np.sum(residual**2)"),
    )
    path = tmp_path / "mine.py"
    path.write_text(SOLUTION.replace(*slips[0]).replace(*slips[1]), encoding="utf-8")
    short = grade_here(NAME, "--submission", path)
    whole = grade_here(NAME, "--submission", path, "--all")
    assert (short.out.count("    why "), whole.out.count("    why ")) == (1, 2)
    assert "x where it should be multiplied by the square of x" in whole.text
    assert "not divided by the number of samples" not in short.text
    assert "not divided by the number of samples" in whole.text
    assert "✗ loss, " in short.out


def test_a_broken_line_loses_only_its_part_and_the_message_leads_to_it(tmp_path: Path) -> None:
    lines = SOLUTION.splitlines()
    (number,) = (index for index, line in enumerate(lines) if "return w1 * x**2" in line)
    lines[number] = lines[number].replace("x**2", "x**3")
    result = grade_file(tmp_path, "mine.py", "\n".join(lines).encode())
    assert "85 of 100 points" in result.out
    assert "Predictions 0 of 15" in result.text
    assert "in forward" in result.text


def test_of_a_stub_and_its_notebook_the_edited_one_is_graded(tmp_path: Path) -> None:
    course = copy_course(tmp_path, NAME)
    other = course / "exercises" / "quadratic_model.ipynb"
    other.write_bytes(notebook(SOLUTION))
    assert "exercises/quadratic_model.ipynb: 100 of 100 points" in grade_here(cwd=course).out
    stub = course / "exercises" / FILE
    stub.write_text(SOLUTION, encoding="utf-8")
    assert "exercises/quadratic_model.py: 100 of 100 points" in grade_here(cwd=course).out
    stub.write_text(f"{SOLUTION}mine = 1\n", encoding="utf-8")
    result = grade_here(cwd=course)
    assert result.status == 0
    assert "0 of 100 points" in result.text
    assert "exercises/quadratic_model.py" in result.text
    assert "exercises/quadratic_model.ipynb" in result.text
    named = grade_here(NAME, cwd=course)
    assert named.status == 2
    assert "exercises/quadratic_model.ipynb" in named.err
    other.write_bytes(notebook((ROOT / "exercises" / FILE).read_text(encoding="utf-8")))
    assert "exercises/quadratic_model.py: 100 of 100 points" in grade_here(cwd=course).out


@pytest.mark.parametrize(
    "right,wrong",
    [("    u = w * x\n", "    u = w + x\n"), ("    y = v * u\n", "    y = v + u\n")],
)
def test_a_wrong_element_of_a_returned_tuple_leads_to_its_line(
    tmp_path: Path, right: str, wrong: str
) -> None:
    source = (ROOT / "solutions" / "scalar_graphs.py").read_text(encoding="utf-8")
    begin = source.index("def factory_forward")
    before, after = source[:begin], source[begin:]
    assert right in after
    path = tmp_path / "scalar_graphs.py"
    path.write_text(before + after.replace(right, wrong, 1), encoding="utf-8")
    (line,) = (
        number for number, text in enumerate(path.read_text("utf-8").split("\n"), 1) if f"{text}\n" == wrong
    )
    assert f"scalar_graphs.py:{line} in factory_forward" in grade_here(path).text


def test_only_hidden_checks_that_are_there_make_a_score_final(tmp_path: Path) -> None:
    course = copy_course(tmp_path, NAME)
    hidden = course / "tests" / "suites" / NAME / "hidden"
    hidden.rename(tmp_path / "elsewhere")
    hidden.mkdir()
    result = grade_here(f"solutions/{FILE}", "--json", cwd=course)
    assert json.loads(result.out)["assignments"][0]["hidden_ran"] is False
    assert "provisional" in grade_here(f"solutions/{FILE}", cwd=course).text
    whole = grade_here(NAME, "--submission", f"solutions/{FILE}", "--json")
    assert json.loads(whole.out)["assignments"][0]["hidden_ran"] is True
    unusable = grade_file(tmp_path, "empty.py", b"")
    assert "provisional" not in unusable.text
    as_json = grade_here(NAME, "--submission", tmp_path / "empty.py", "--json")
    assert json.loads(as_json.out)["assignments"][0]["hidden_ran"] is False


def test_path_below_the_current_folder_is_shown_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "course").mkdir()
    course = copy_course(tmp_path / "course", NAME)
    monkeypatch.chdir(course)
    inside, outside = course / "my work" / FILE, tmp_path / FILE
    for path in (inside, outside):
        path.parent.mkdir(exist_ok=True)
        path.write_text(SOLUTION, encoding="utf-8")
    shown = [resolve((NAME,), str(path))[1][0].name for path in (inside, outside)]
    assert shown == [f"my work/{FILE}", outside.as_posix()]


def test_command_that_an_error_offers_quotes_its_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    course = copy_course(tmp_path, NAME)
    monkeypatch.chdir(course)
    with pytest.raises(UsageError) as several:
        resolve((), "my work.py")
    assert "--submission 'my work.py'" in str(several.value.advice)
    Path("another name.py").touch()
    with pytest.raises(UsageError) as unknown:
        resolve((str(course / "another name.py"),), None)
    assert "--submission 'another name.py'" in str(unknown.value.advice)
