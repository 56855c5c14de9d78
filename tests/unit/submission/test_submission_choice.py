import json
import os
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.submission.candidates import fingerprint
from grader.submission.reader import choose_edited_file, read_submission

STUB = "import math\n\n\ndef f(x):\n    raise NotImplementedError\n"
CELLS = ["import math", "def f(x):\n    raise NotImplementedError"]


def notebook(*codes: str, **cell: Any) -> bytes:
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": code} | cell
        for code in codes
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}).encode()


PRISTINE = {fingerprint(STUB.encode(), suffix=".py"), fingerprint(notebook(*CELLS), suffix=".ipynb")}


def pair(folder: Path, stub: bytes = STUB.encode(), cells: bytes = notebook(*CELLS)) -> list[Path]:
    paths = [folder / "\u4e24 \u5c42.py", folder / "\u4e24 \u5c42.ipynb"]
    for path, content in zip(paths, (stub, cells), strict=True):
        path.write_bytes(content)
    return paths


def test_stub_is_chosen_if_both_files_are_untouched(tmp_path: Path) -> None:
    paths = pair(tmp_path)
    assert choose_edited_file(paths, pristine=PRISTINE) == paths[0]


def test_edited_file_is_chosen(tmp_path: Path) -> None:
    paths = pair(tmp_path, cells=notebook(CELLS[0], "def f(x):\n    return x"))
    assert choose_edited_file(paths, pristine=PRISTINE) == paths[1]
    paths = pair(tmp_path, stub=STUB.replace("raise NotImplementedError", "return x").encode())
    assert choose_edited_file(paths, pristine=PRISTINE) == paths[0]


def test_two_edited_files_are_an_error_that_names_both(tmp_path: Path) -> None:
    paths = pair(tmp_path, stub=b"a = 1\n", cells=notebook("a = 2"))
    with pytest.raises(UsageError) as caught:
        choose_edited_file(paths, pristine=PRISTINE)
    assert f"Both {paths[0].as_posix()} and {paths[1].as_posix()} were edited" in str(caught.value)
    assert f"grade {paths[0].as_posix()}" in caught.value.advice


def test_stub_is_chosen_if_both_files_have_the_same_code(tmp_path: Path) -> None:
    paths = pair(tmp_path)
    assert choose_edited_file(paths, pristine=()) == paths[0]
    paths = pair(tmp_path, stub=b"a = 1\n", cells=notebook("a = 1"))
    assert choose_edited_file(paths, pristine=PRISTINE) == paths[0]
    paths = pair(tmp_path, cells=b"#" * (11 << 20))
    with pytest.raises(UsageError, match="hold different code"):
        choose_edited_file(paths, pristine=())


def test_missing_file_is_skipped(tmp_path: Path) -> None:
    stub, cells = pair(tmp_path)
    stub.unlink()
    assert choose_edited_file([stub, cells], pristine=PRISTINE) == cells
    cells.unlink()
    with pytest.raises(UsageError, match=r"neither .*\.py nor .*\.ipynb") as caught:
        choose_edited_file([stub, cells], pristine=PRISTINE)
    assert "grade publish" in caught.value.advice


def test_only_file_is_chosen_unread(tmp_path: Path) -> None:
    folder = tmp_path / "\u4e24 \u5c42.py"
    folder.mkdir()
    assert choose_edited_file([folder, tmp_path / "none.ipynb"], pristine=PRISTINE) == folder


def test_path_below_a_file_is_missing(tmp_path: Path) -> None:
    stub, _ = pair(tmp_path)
    with pytest.raises(UsageError, match="neither"):
        choose_edited_file([stub / "mlp.py"], pristine=PRISTINE)


@pytest.mark.parametrize(
    "broken", [b"", b"\0", b"{", b"#" * (11 << 20), notebook("x = = 1"), notebook(), notebook("'\ud800'")]
)
def test_broken_notebook_counts_as_edited(tmp_path: Path, broken: bytes) -> None:
    paths = pair(tmp_path, cells=broken)
    assert choose_edited_file(paths, pristine=PRISTINE) == paths[1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_named_pipe_instead_of_a_file_is_a_usage_error(tmp_path: Path) -> None:
    paths = pair(tmp_path)
    paths[1].unlink()
    os.mkfifo(paths[1])
    with pytest.raises(UsageError, match="pipe"):
        choose_edited_file(paths, pristine=PRISTINE)


@pytest.mark.parametrize(
    "saved",
    [
        notebook(
            *CELLS, outputs=[{"output_type": "stream", "name": "stdout", "text": "hi"}], execution_count=9
        ),
        notebook(*CELLS, "", "\n"),
        notebook("%matplotlib inline", *CELLS),
        notebook(*(f"{cell}  \r\n\r\n" for cell in CELLS)),
        notebook("\n".join(CELLS)),
        b"\xef\xbb\xbf" + notebook(*CELLS),
    ],
    ids=["run", "empty cells", "magic", "newlines", "cells joined", "byte order mark"],
)
def test_saving_a_notebook_is_no_edit(saved: bytes) -> None:
    assert fingerprint(saved, suffix=".ipynb") in PRISTINE


@pytest.mark.parametrize(
    "saved", [STUB.replace("\n", "\r\n"), STUB + "\n\n", STUB.replace("\n", " \t\n"), "\ufeff" + STUB]
)
def test_newlines_and_blanks_are_no_edit(saved: str) -> None:
    assert fingerprint(saved.encode(), suffix=".py") in PRISTINE


@pytest.mark.parametrize(
    "edited", [STUB + "#", STUB.replace("    raise", "\traise"), STUB.replace("f(x)", "f(X)")]
)
def test_any_other_change_is_an_edit(edited: str) -> None:
    assert fingerprint(edited.encode(), suffix=".py") not in PRISTINE


def test_submission_has_the_fingerprint_of_its_file(tmp_path: Path) -> None:
    for path in pair(tmp_path):
        assert read_submission(path, module="mlp").fingerprint in PRISTINE
    for path in pair(tmp_path, stub=b"a = 1\n", cells=notebook("a = 1")):
        assert read_submission(path, module="mlp").fingerprint not in PRISTINE
