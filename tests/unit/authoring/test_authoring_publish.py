import hashlib
import json
from pathlib import Path

import pytest

from grader.authoring.publish import write_release
from grader.errors import CourseFault, UsageError

STUB = "exercises/squares.py"


def release(**changes: str | None) -> dict[str, bytes]:
    """Make the files of a release; a change gives a file's text by its name, or None to leave it out."""
    texts: dict[str, str | None] = {
        STUB: "stub\n", "README.md": "read\n", "tests/conftest.py": "pass\n", **changes
    }  # fmt: skip
    files = {name: text.encode() for name, text in texts.items() if text is not None}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return {**files, "release.json": json.dumps({"files": hashes}).encode()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a release."""
    write_release(release(), tmp_path / "student")
    return tmp_path / "student"


def texts(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "release.json"]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_release_makes_its_folder(tmp_path: Path) -> None:
    update = write_release(release(), tmp_path / "a" / "b")
    assert texts(tmp_path / "a" / "b") == {
        STUB: "stub\n",
        "README.md": "read\n",
        "tests/conftest.py": "pass\n",
    }
    assert set(update.written) == set(release())
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]  # nothing is left beside it


def test_same_release_again_changes_nothing(folder: Path) -> None:
    before = (folder / STUB).stat().st_ino
    assert write_release(release(), folder).written == ()
    assert (folder / STUB).stat().st_ino == before


def test_untouched_file_is_brought_up_to_date(folder: Path) -> None:
    update = write_release(release(**{STUB: "better stub\n"}), folder)
    assert texts(folder)[STUB] == "better stub\n"
    assert set(update.written) == {STUB, "release.json"}
    assert update.kept == ()


def test_edited_file_stays_with_its_new_text_beside_it(folder: Path) -> None:
    (folder / STUB).write_text("my work\n", encoding="utf-8")
    update = write_release(release(**{STUB: "better stub\n"}), folder)
    assert (update.kept, update.conflicts) == ((STUB,), (STUB,))
    assert texts(folder)[STUB] == "my work\n"
    assert texts(folder)[f"{STUB}.new"] == "better stub\n"


def test_edited_file_without_a_newer_text_stays_alone(folder: Path) -> None:
    (folder / STUB).write_text("my work\n", encoding="utf-8")
    update = write_release(release(**{"README.md": "read more\n"}), folder)
    assert (update.kept, update.conflicts) == ((STUB,), ())
    assert sorted(texts(folder)) == sorted([STUB, "README.md", "tests/conftest.py"])


def test_work_is_kept_over_any_number_of_releases(folder: Path) -> None:
    (folder / STUB).write_text("my work\n", encoding="utf-8")
    for number in range(3):
        write_release(release(**{STUB: f"stub {number}\n"}), folder)
        assert texts(folder)[STUB] == "my work\n"
        assert texts(folder)[f"{STUB}.new"] == f"stub {number}\n"
    (folder / STUB).write_text("stub 2\n", encoding="utf-8")  # the student takes the new text over
    assert write_release(release(**{STUB: "stub 3\n"}), folder).kept == ()


def test_other_line_ends_are_not_an_edit(folder: Path) -> None:
    (folder / STUB).write_bytes(b"stub\r\n")
    assert write_release(release(), folder).written == ()
    assert write_release(release(**{STUB: "better stub\n"}), folder).kept == ()
    assert texts(folder)[STUB] == "better stub\n"


def test_unknown_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine too\n", encoding="utf-8")
    update = write_release(release(), tmp_path)
    assert update.kept == ("README.md",)
    assert texts(tmp_path)["README.md"] == "mine\n"
    assert texts(tmp_path)["README.md.new"] == "read\n"
    assert texts(tmp_path)["notes.txt"] == "mine too\n"


def test_dropped_file_is_removed_unless_edited(folder: Path) -> None:
    (folder / "README.md").write_text("my notes\n", encoding="utf-8")
    update = write_release(release(**{"README.md": None, "tests/conftest.py": None}), folder)
    assert (update.removed, update.kept) == (("tests/conftest.py",), ("README.md",))
    assert texts(folder) == {STUB: "stub\n", "README.md": "my notes\n"}


def test_failed_move_restores_every_file(folder: Path) -> None:
    before = texts(folder)
    (folder / "zz").write_text("mine\n", encoding="utf-8")  # where a folder is to go
    newer = release(**{STUB: "better\n", "README.md": None, "added.py": "added\n", "zz/new.py": "new\n"})
    with pytest.raises(UsageError, match="Nothing was changed"):
        write_release(newer, folder)
    assert texts(folder) == {**before, "zz": "mine\n"}


def test_damaged_record_is_refused(folder: Path) -> None:
    (folder / "release.json").write_text("{", encoding="utf-8")
    with pytest.raises(CourseFault, match="Cannot read the hashes"):
        write_release(release(), folder)
