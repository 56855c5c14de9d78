"""Looks at a folder that students save to: what is new, what is whole, what is gone."""

import os
from datetime import UTC
from pathlib import Path

import pytest

from grader.cohort import tree
from grader.cohort.intake import read_intake
from grader.cohort.watching import Arrivals
from tests.support.class_downloads import write_zip


@pytest.fixture
def arrivals(tmp_path: Path) -> Arrivals:
    return Arrivals(lambda: read_intake([tmp_path], zone=UTC, may_be_empty=True))


def ready(arrivals: Arrivals) -> list[str]:
    return [one.handed_in.label for one in arrivals.look().ready.matched]


def save(path: Path, text: str, second: int) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1_700_000_000 + second, 1_700_000_000 + second))


def test_file_is_ready_once_it_has_stopped_to_grow(tmp_path: Path, arrivals: Arrivals) -> None:
    assert ready(arrivals) == []
    save(tmp_path / "ada.py", "def", 1)
    assert ready(arrivals) == []
    save(tmp_path / "ada.py", "def f(): pass", 1)
    assert ready(arrivals) == []
    assert ready(arrivals) == ["ada"]
    assert ready(arrivals) == []


def test_file_that_changes_or_comes_back_is_ready_again_alone(tmp_path: Path, arrivals: Arrivals) -> None:
    save(tmp_path / "ada.py", "x = 1", 1)
    save(tmp_path / "bob.py", "x = 1", 1)
    ready(arrivals)
    assert ready(arrivals) == ["ada", "bob"]
    save(tmp_path / "bob.py", "x = 2", 2)
    ready(arrivals)
    assert ready(arrivals) == ["bob"]
    (tmp_path / "ada.py").unlink()
    ready(arrivals)
    save(tmp_path / "ada.py", "x = 1", 1)
    ready(arrivals)
    assert ready(arrivals) == ["ada"]


def test_zip_that_is_written_anew_is_ready_though_the_times_in_it_are_the_same(tmp_path: Path) -> None:
    download = tmp_path / "lab.zip"
    arrivals = Arrivals(lambda: read_intake([download], zone=UTC))
    for second, text in enumerate(("x = 1", "x = 2")):
        write_zip(download, {"ada.py": text, "bob.py": "x = 1"})
        os.utime(download, (1_700_000_000 + second, 1_700_000_000 + second))
        ready(arrivals)
        assert ready(arrivals) == ["ada", "bob"]


def test_file_that_goes_while_its_folder_is_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ada.py", "bob.py"):
        save(tmp_path / name, "x = 1", 1)
    listed = tree._entries  # noqa: SLF001  # nothing of ours to see stands between the list and the files

    def list_and_remove(folder: Path) -> list[os.DirEntry[str]]:
        entries = listed(folder)
        (tmp_path / "ada.py").unlink()
        return entries

    monkeypatch.setattr(tree, "_entries", list_and_remove)
    assert [str(one.inside) for one in tree.read_tree(tmp_path, UTC).files] == ["bob.py"]
