"""Submissions become one path, and nothing harmful is unpacked on the way."""

import os
import zipfile
from dataclasses import replace
from datetime import UTC
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cohort.intake import read_intake
from grader.cohort.placing import place
from grader.cohort.platform_file_names import read_canvas, read_moodle, read_plain
from grader.cohort.records import Intake
from grader.errors import UnusableSubmission, UsageError
from tests.support.class_downloads import CANVAS, MOODLE, write_folder, write_zip

MOODLE_FOLDER = "Ada Lovelace_90003_assignsubmission_file_/"


def placed(intake: Intake, folder: Path) -> dict[str, Path]:
    """Place every submission of an intake in a folder of its own."""
    found = {}
    for match in intake.matched:
        own = folder / match.student.key
        own.mkdir(parents=True)
        found[match.student.key] = place(match.handed_in, own)
    return found


def test_file_on_disk_stays_where_it_is(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "s", CANVAS)
    paths = placed(read_intake([source], zone=UTC), tmp_path / "copies")
    assert paths["501"] == source / "lovelaceada_501_90001_two_layer_mlp.py"
    assert paths["503"].name == "李雷_503_90003_two_layer_mlp.ipynb"


def test_member_of_a_zip_is_copied_under_the_students_own_name(tmp_path: Path) -> None:
    paths = placed(read_intake([write_zip(tmp_path / "s.zip", CANVAS)], zone=UTC), tmp_path / "copies")
    assert paths["502"] == tmp_path / "copies" / "502" / "two_layer_mlp.py"
    assert paths["502"].read_text(encoding="utf-8") == "x = 2\n"


def test_several_files_become_a_folder(tmp_path: Path) -> None:
    files = {MOODLE_FOLDER + name: name for name in ("a.py", "b/A.py", "data.csv", "b/n.ipynb")}
    (path,) = placed(read_intake([write_zip(tmp_path / "m.zip", files)], zone=UTC), tmp_path / "c").values()
    inside = sorted(one.relative_to(path).as_posix() for one in path.rglob("*") if one.is_file())
    assert inside == ["a.py", "b/A.py", "b/n.ipynb"]


def test_students_own_zip_is_handed_on_as_it_is(tmp_path: Path) -> None:
    inner = write_zip(tmp_path / "inner.zip", {"two_layer_mlp.py": "x = 1\n"}).read_bytes()
    source = write_zip(
        tmp_path / "m.zip", {MOODLE_FOLDER + "work.zip": inner, MOODLE_FOLDER + "note.txt": b"hi"}
    )
    (path,) = placed(read_intake([source], zone=UTC), tmp_path / "c").values()
    assert path.read_bytes() == inner


@pytest.mark.parametrize(
    "name",
    ["../../evil.py", "/evil.py", "C:/evil.py", "Ada_1_assignsubmission_file_/../../evil.py", "a//b.py"],
)
def test_name_that_leads_out_of_a_zip_is_passed_over_and_told(tmp_path: Path, name: str) -> None:
    source = write_zip(tmp_path / "m.zip", {**MOODLE, name: "x = 1\n"})
    intake = read_intake([source], zone=UTC)
    assert len(intake.matched) == 4
    assert [one.reason for one in intake.ignored] == ["A name that leads out of the zip."]
    placed(intake, tmp_path / "copies" / "deep")
    assert not list(tmp_path.rglob("evil.py"))


def test_links_and_encrypted_entries_are_passed_over(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "m.zip", MOODLE)
    with zipfile.ZipFile(source, "a") as archive:
        link = zipfile.ZipInfo(MOODLE_FOLDER + "link.py")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "A link" not in str(read_intake([source], zone=UTC).matched)
    assert [one.reason for one in read_intake([source], zone=UTC).ignored] == [
        "No file: a link, or a device."
    ]
    folder = write_folder(tmp_path / "s", CANVAS)
    (folder / "evil_505_1_a.py").symlink_to(folder / "lovelaceada_501_90001_two_layer_mlp.py")
    intake = read_intake([folder], zone=UTC)
    assert "505" not in {match.student.key for match in intake.matched}
    assert len(intake.ignored) == 1


def test_bomb_is_stopped_at_the_limit_whatever_its_size_says(tmp_path: Path) -> None:
    path = tmp_path / "m.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(MOODLE_FOLDER + "a.py", "w") as entry,
    ):
        for _ in range(40):
            entry.write(bytes(1 << 20))
    (match,) = read_intake([path], zone=UTC).matched
    (tmp_path / "c").mkdir()
    with pytest.raises(UnusableSubmission, match="larger than 32 MB"):
        place(match.handed_in, tmp_path / "c")
    assert (tmp_path / "c" / "a.py").stat().st_size <= 32 << 20


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "m.zip", {f"{MOODLE_FOLDER}{number}.py": "" for number in range(201)})
    (match,) = read_intake([source], zone=UTC).matched
    with pytest.raises(UnusableSubmission, match="More than 200"):
        place(match.handed_in, tmp_path / "c")


@pytest.mark.parametrize("names", [["a.py", "a.py/b.py"], ["x" * 300 + ".py", "b.py"]])
def test_impossible_names_are_the_submissions_fault(tmp_path: Path, names: list[str]) -> None:
    source = write_zip(tmp_path / "m.zip", {MOODLE_FOLDER + name: "" for name in names})
    (match,) = read_intake([source], zone=UTC).matched
    (tmp_path / "c").mkdir()
    with pytest.raises(UnusableSubmission, match="under its name"):
        place(match.handed_in, tmp_path / "c")


def test_damaged_member_is_told(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "m.zip", {MOODLE_FOLDER + "a.py": "x = 1\n" * 100})
    content = bytearray(source.read_bytes())
    at = content.index(b"a.py") + 6
    content[at : at + 8] = os.urandom(8)
    source.write_bytes(content)
    (match,) = read_intake([source], zone=UTC).matched
    (tmp_path / "c").mkdir()
    with pytest.raises(UnusableSubmission, match="damaged"):
        place(match.handed_in, tmp_path / "c")


def test_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.zip"
    path.write_bytes(b"nothing")
    with pytest.raises(UsageError, match="no zip file"):
        read_intake([path], zone=UTC)


def test_places_never_leave_the_folder(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "p", {"ada/model.py": "x", "ada/b.py": "y"})
    intake = read_intake([source], zone=UTC, pattern=r"(?P<login>\w+)/(?P<file>.*)")
    (match,) = intake.matched
    evil = replace(
        match.handed_in,
        sources=tuple(
            replace(one, inside=PurePosixPath("..", "..", "/C:", one.inside.name))
            for one in match.handed_in.sources
        ),
    )
    (tmp_path / "c").mkdir()
    path = place(evil, tmp_path / "c")
    assert sorted(one.name for one in path.rglob("*.py")) == ["b.py", "model.py"]
    assert path == tmp_path / "c"


@given(st.lists(st.text(st.characters(blacklist_characters="/\0"), min_size=1), min_size=1, max_size=4))
def test_any_path_is_read_by_every_layout(parts: list[str]) -> None:
    inside = PurePosixPath(*parts)
    if not inside.parts:
        return
    for read in (read_canvas, read_moodle, read_plain):
        owner = read(inside)
        if owner is not None:
            assert owner.label
            assert owner.inside.parts


@given(
    name=st.from_regex(r"[^\W\d_]{1,10}", fullmatch=True),
    late=st.booleans(),
    person=st.integers(1, 10**9),
    file=st.integers(1, 10**9),
    own=st.from_regex(r"[a-z_]{1,8}\.(py|ipynb)", fullmatch=True),
    again=st.integers(0, 99),
)
def test_canvas_names_are_read_back(
    *, name: str, late: bool, person: int, file: int, own: str, again: int
) -> None:
    stem, dot, suffix = own.rpartition(".")
    mark, count = "_LATE" if late else "", f"-{again}" if again else ""
    owner = read_canvas(PurePosixPath(f"{name}{mark}_{person}_{file}_{stem}{count}{dot}{suffix}"))
    assert owner is not None
    assert (owner.names, owner.late, owner.attempt) == ((name,), late, again + 1)
    assert (owner.ids[0].value, str(owner.inside)) == (str(person), own)
