import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from grader.errors import GraderError, UnusableSubmission, UsageError
from grader.submission.candidates import fingerprint
from grader.submission.reader import Submission, read_submission

CODE = "a = 1\n"
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


def notebook(code: str) -> str:
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": code}]}
    )


def folder(tmp_path: Path, files: dict[str, str]) -> Path:
    root = tmp_path / "\u6211\u7684 work"
    root.mkdir(exist_ok=True)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def read(root: Path, *pristine: str) -> Submission:
    return read_submission(root, module="mlp", name="work", pristine=pristine)


def complaint(root: Path, kind: type[GraderError] = UsageError, *pristine: str) -> str:
    with pytest.raises(kind) as caught:
        read(root, *pristine)
    return str(caught.value)


def test_file_with_the_expected_name_is_read(tmp_path: Path) -> None:
    root = folder(tmp_path, {"mlp.py": CODE, "helper.py": "b = 1\n", "zz.ipynb": notebook("c = 1")})
    submission = read(root)
    assert (submission.name, submission.path, submission.source) == ("work/mlp.py", root / "mlp.py", CODE)


def test_name_defaults_to_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(tmp_path, {"mlp.py": CODE})
    assert read_submission(root, module="mlp").name == f"{root.as_posix()}/mlp.py"
    monkeypatch.chdir(root)
    assert read_submission(Path(), module="mlp").name == "mlp.py"


def test_only_python_file_is_read_under_any_name(tmp_path: Path) -> None:
    assert read(folder(tmp_path, {"random.py": CODE})).name == "work/random.py"
    other = tmp_path / "other"
    other.mkdir()
    assert read(folder(other, {"random.ipynb": notebook(CODE)})).name == "work/random.ipynb"


def test_file_nearer_the_top_comes_first(tmp_path: Path) -> None:
    root = folder(tmp_path, {"hw/deep/mlp.py": "b = 1\n", "hw/mlp.py": CODE, "other.py": "c = 1\n"})
    assert read(root).name == "work/hw/mlp.py"


def test_generated_files_are_skipped(tmp_path: Path) -> None:
    hidden = (
        ".ipynb_checkpoints/mlp.ipynb",
        ".git/mlp.py",
        "__pycache__/mlp.py",
        "._mlp.py",
        ".py",
        "venv/mlp.py",
    )
    root = folder(tmp_path, {"mine.py": CODE} | dict.fromkeys(hidden, "b = 1\n"))
    (root / "notes.txt").write_text("", encoding="utf-8")
    assert read(root).name == "work/mine.py"


def test_two_candidates_are_both_named(tmp_path: Path) -> None:
    message = complaint(folder(tmp_path, {"one.py": CODE, "two.py": "b = 2\n"}))
    assert "work/one.py, work/two.py" in message
    assert "Name the one to grade" in message


def test_many_candidates_are_not_all_named(tmp_path: Path) -> None:
    message = complaint(folder(tmp_path, {f"f{number}.py": f"a = {number}\n" for number in range(30)}))
    assert message.splitlines()[0].endswith("and 25 more.")


def test_stub_and_notebook_are_ambiguous_without_fingerprints(tmp_path: Path) -> None:
    root = folder(tmp_path, {"mlp.py": CODE, "mlp.ipynb": notebook("b = 2"), "other.py": CODE})
    assert "work/mlp.ipynb, work/mlp.py." in complaint(root)


def test_edited_one_of_stub_and_notebook_is_read(tmp_path: Path) -> None:
    handed_out = fingerprint(CODE.encode(), suffix=".py")
    root = folder(tmp_path, {"mlp.py": CODE})
    folder(tmp_path, {"mlp.ipynb": notebook("a = 2")})
    assert read(root, handed_out).name == "work/mlp.ipynb"
    folder(tmp_path, {"mlp.ipynb": notebook("a = 1")})
    assert read(root, handed_out).name == "work/mlp.py"
    folder(tmp_path, {"mlp.py": "a = 3\n"})
    assert read(root, handed_out).name == "work/mlp.py"
    folder(tmp_path, {"mlp.ipynb": notebook("a = 2")})
    assert "more than one" in complaint(root, UsageError, handed_out)


def test_edited_file_is_read_under_any_name(tmp_path: Path) -> None:
    root = folder(tmp_path, {"mlp (copy).py": CODE, "mlp final.py": "a = 2\n"})
    assert read(root, fingerprint(CODE.encode(), suffix=".py")).name == "work/mlp final.py"
    assert "more than one" in complaint(root)


def test_folder_without_python_is_unusable(tmp_path: Path) -> None:
    assert "Put mlp.py or mlp.ipynb into it" in complaint(folder(tmp_path, {}), UnusableSubmission)


def test_search_of_a_huge_folder_stops(tmp_path: Path) -> None:
    root = folder(tmp_path, {})
    for number in range(2001):
        (root / f"{number}.py").touch()
    assert "more than 2000 folders, notebooks and Python files" in complaint(root)


def test_pictures_and_environments_do_not_count(tmp_path: Path) -> None:
    root = folder(tmp_path, {"mlp.py": CODE, "env/lib/python3.11/mlp.py": "b = 1\n"})
    for number in range(2001):
        (root / f"{number}.png").touch()
    assert read(root).name == "work/mlp.py"


@pytest.mark.parametrize(
    "copy", ["mlp (1).py", "mlp-Copy1.ipynb", "Copy of mlp.ipynb", "mlp - Copy (2).py", "mlp copy 3.py"]
)
def test_edited_copy_beside_an_untouched_original_is_read(tmp_path: Path, copy: str) -> None:
    handed_out = fingerprint(CODE.encode(), suffix=".py")
    edited = "b = 2\n" if copy.endswith(".py") else notebook("b = 2")
    root = folder(tmp_path, {"mlp.py": CODE, copy: edited, "deeper/mlp.py": "c = 3\n"})
    assert read(root, handed_out).name == f"work/{copy}"


def test_two_edited_copies_are_both_named(tmp_path: Path) -> None:
    handed_out = fingerprint(CODE.encode(), suffix=".py")
    root = folder(tmp_path, {"mlp.py": CODE, "mlp (1).py": "b = 2\n", "mlp (2).py": "b = 3\n"})
    assert "work/mlp (1).py, work/mlp (2).py" in complaint(root, UsageError, handed_out)


def test_edited_file_of_another_name_beside_an_untouched_stub_is_read(tmp_path: Path) -> None:
    stub = "def f():\n    raise NotImplementedError\n"
    handed_out = fingerprint(stub.encode(), suffix=".py")
    mine = {"solved.py": "def f():\n    return 1\n", "plots.py": "def g():\n    return 1\n"}
    assert read(folder(tmp_path, {"mlp.py": stub, **mine}), handed_out).name == "work/solved.py"


def test_notebook_with_the_code_of_the_file_is_the_same_submission(tmp_path: Path) -> None:
    cells = notebook(f"{CODE}def f():\n    return 1\n\nf()")
    root = folder(tmp_path, {"mlp.py": f"{CODE}def f():\n    return 1\n", "mlp.ipynb": cells})
    assert read(root).name == "work/mlp.py"


def test_folder_with_one_zip_in_it_is_that_zip(tmp_path: Path) -> None:
    root = folder(tmp_path, {"feedback.txt": "", "Ada Lovelace_12_file/notes.txt": ""})
    with zipfile.ZipFile(root / "Ada Lovelace_12_file" / "hand-in.zip", "w") as archive:
        archive.writestr("mlp.py", CODE)
    assert read(root).name == "work/Ada Lovelace_12_file/hand-in.zip/mlp.py"


def test_folder_without_a_name_is_called_this_folder(tmp_path: Path) -> None:
    with pytest.raises(UnusableSubmission, match=r"^This folder holds no Python file"):
        read_submission(folder(tmp_path, {}), module="mlp", name="")


@needs_links
def test_links_out_of_the_folder_are_skipped(tmp_path: Path) -> None:
    root = folder(tmp_path, {"mine.py": CODE})
    outside = tmp_path / "mlp.py"
    outside.write_text("secret = 1\n", encoding="utf-8")
    (root / "mlp.py").symlink_to(outside)
    (root / "again").symlink_to(root)
    (root / "out").symlink_to(tmp_path)
    (root / "ring.py").symlink_to(root / "ring.py")
    (root / "gone.py").symlink_to(root / "gone")
    assert read(root).name == "work/mine.py"


@needs_links
def test_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    root = folder(tmp_path, {"v2/final.py": CODE})
    (root / "mlp.py").symlink_to(Path("v2") / "final.py")
    assert read(root).name == "work/mlp.py"


@needs_links
def test_named_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder(tmp_path, {"mlp.py": CODE}))
    assert read(tmp_path / "link").source == CODE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_named_pipe_in_the_folder_is_skipped(tmp_path: Path) -> None:
    root = folder(tmp_path, {"mine.py": CODE})
    os.mkfifo(root / "mlp.py")
    assert read(root).name == "work/mine.py"
