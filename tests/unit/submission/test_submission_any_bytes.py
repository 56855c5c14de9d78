import contextlib
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UnusableSubmission, UsageError
from grader.submission.candidates import fingerprint
from grader.submission.code_lookup import line_of_value
from grader.submission.reader import Submission, read_submission

# A machine that is busy with something else is no fault of the code.
unhurried = settings(deadline=None, max_examples=200)

SNIPPETS = [
    "# coding: ",
    "gbk",
    "utf-8",
    "\n",
    "\r",
    "def f(x):",
    "    ",
    "\t",
    "(",
    '"""',
    "\\",
    "%",
    "!",
    "?",
    "x = 1",
]
python_texts = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=3)), max_size=20).map("".join)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.one_of(st.just("code"), st.just("code"), st.just("markdown"), json_values),
        "source": st.one_of(python_texts, st.lists(python_texts, max_size=3), json_values),
        "outputs": json_values,
        "metadata": json_values,
    },
)
notebooks = st.fixed_dictionaries(
    {"nbformat": st.one_of(st.just(4), st.just(4), json_values)},
    optional={"cells": st.one_of(st.lists(cells, max_size=4), json_values), "metadata": json_values},
)


def read(content: bytes, name: str) -> Submission | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        with contextlib.suppress(UnusableSubmission, UsageError):
            return read_submission(path, module="mlp", name=name)
    return None


def own_lines(text: str) -> int:
    return max(1, text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").count("\n") + 1)


@pytest.mark.filterwarnings("ignore:invalid escape sequence", "ignore::SyntaxWarning")
@unhurried
@given(st.one_of(st.binary(max_size=80), python_texts.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_python_file_is_read_or_refused(content: bytes) -> None:
    submission = read(content, "mlp.py")
    assert len(fingerprint(content, suffix=".py")) == 64
    if submission is not None:
        compile(submission.source, "mlp", "exec")
        lines = own_lines(submission.source)
        assert all(1 <= submission.locate(line).line <= lines for line in range(-1, lines + 3))


@unhurried
@given(st.one_of(st.binary(max_size=80), json_values.map(json.dumps).map(str.encode)))
def test_any_file_named_as_a_notebook_is_read_or_refused(content: bytes) -> None:
    assert read(content, "mlp.ipynb") is None
    assert len(fingerprint(content, suffix=".ipynb")) == 64


@unhurried
@given(notebooks)
def test_any_notebook_is_read_with_lines_in_its_cells_or_refused(notebook: dict[str, Any]) -> None:
    content = json.dumps(notebook).encode()
    submission = read(content, "mlp.ipynb")
    known = fingerprint(content, suffix=".ipynb")
    if submission is None:
        return
    assert submission.fingerprint == known
    codes = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for line in range(-1, submission.source.count("\n") + 3):
        place = submission.locate(line)
        assert place.cell is not None
        assert 1 <= place.cell <= len(codes)
        assert 1 <= place.line <= own_lines(codes[place.cell - 1])


@unhurried
@given(
    st.lists(
        st.sampled_from(
            ["a = 1", "%time", "!ls\nb = 2", "if 1:\n  %who\n  c = 3", "", "%%bash\nx", "'''\n%\n'''"]
        ),
        min_size=1,
    )
)
def test_kept_line_is_located_in_its_cell(codes: list[str]) -> None:
    notebook = {"nbformat": 4, "cells": [{"cell_type": "code", "source": code} for code in codes]}
    submission = read(json.dumps(notebook).encode(), "mlp.ipynb")
    if submission is None:
        assert not any("=" in code or "'" in code for code in codes)
        return
    for number, line in enumerate(submission.source.split("\n")[:-1], start=1):
        place = submission.locate(number)
        assert place.cell is not None
        own = codes[place.cell - 1].split("\n")[place.line - 1]
        assert line in {own, "", f"{own[: len(own) - len(own.lstrip())]}pass"}


def zipped(names: list[str], content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in dict.fromkeys(name.split("\0")[0] for name in names):
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


zips = st.builds(
    zipped,
    st.lists(
        st.one_of(st.sampled_from(["mlp.py", "a/mlp.py", "mlp.ipynb", "x.txt"]), st.text(max_size=6)),
        max_size=4,
    ),
    st.sampled_from([b"a = 1\n", b"", b"\0"]),
)


@unhurried
@given(zips, st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=4), st.integers(0, 20))
def test_any_damaged_zip_is_read_or_refused(content: bytes, damage: list[tuple[int, int]], cut: int) -> None:
    damaged = bytearray(content[: len(content) - cut] if cut > 15 else content)
    for place, value in damage:
        damaged[place % len(damaged)] = value
    read(bytes(damaged), "hand-in.zip")


@unhurried
@given(st.binary(max_size=80))
def test_any_file_named_as_a_zip_is_read_or_refused(content: bytes) -> None:
    assert read(content, "hand-in.zip") is None


@unhurried
@given(python_texts, st.text(max_size=3))
def test_line_of_value_lies_in_the_text(text: str, key: str) -> None:
    line = line_of_value(text, "f", key)
    assert line is None or 1 <= line <= own_lines(text)
