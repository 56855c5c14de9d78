import json
import os
import sys
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
    message = complaint(folder(tmp_path, {"one.py": CODE, "two.py": CODE}))
    assert "work/one.py, work/two.py" in message
    assert "Name the one to grade" in message


def test_many_candidates_are_not_all_named(tmp_path: Path) -> None:
    message = complaint(folder(tmp_path, {f"f{number}.py": CODE for number in range(30)}))
    assert message.splitlines()[0].endswith("and 25 more.")


def test_stub_and_notebook_are_ambiguous_without_fingerprints(tmp_path: Path) -> None:
    root = folder(tmp_path, {"mlp.py": CODE, "mlp.ipynb": notebook(CODE), "other.py": CODE})
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
        (root / str(number)).touch()
    assert "more than 2000 files" in complaint(root)


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
