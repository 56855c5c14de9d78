"""`grade submit` and `grade verify`: what is packed, what is said before, what is noticed after."""

import io
import json
import os
import re
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.support.command import Result, copy_course, grade_here
from tests.support.course_files import ROOT

NAME = "quadratic-model"
FILE = "exercises/quadratic_model.py"
ZIP = "quadratic_model.zip"
SOLUTION = (ROOT / "solutions" / "quadratic_model.py").read_text(encoding="utf-8")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one assignment as a student has it, with the solution in place of the stub."""
    folder = copy_course(tmp_path / "course", NAME)
    shutil.rmtree(folder / "tests" / "suites" / NAME / "hidden")
    (folder / FILE).write_text(SOLUTION, encoding="utf-8")
    return folder


def submit(course: Path, *words: str) -> Result:
    return grade_here("submit", *words, cwd=course)


def verify(course: Path) -> Result:
    return grade_here("verify", ZIP, cwd=course)


def entries(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def rewrite(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def change_page(folder: Path, **changes: object) -> None:
    files = entries(folder / ZIP)
    page = {**json.loads(files["handin.json"]), **changes}
    rewrite(folder / ZIP, {**files, "handin.json": json.dumps(page).encode()})


def set_due(course: Path, due: str) -> None:
    manifest = course / "assignments.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(re.sub(r"due: \S+", f"due: {due}", text), encoding="utf-8")


def test_the_zip_holds_the_file_byte_for_byte_with_its_hashes_and_versions(course: Path) -> None:
    content = f"# Größe\r\n{SOLUTION}".encode()
    (course / FILE).write_bytes(content)
    assert submit(course, "--yes").status == 0
    files = entries(course / ZIP)
    assert files["quadratic_model.py"] == content
    page = json.loads(files["handin.json"])
    (graded,) = json.loads(grade_here("--json", cwd=course).out)["assignments"]
    assert page["source_sha256"] == graded["sha256"]
    assert [page[key] for key in ("course_version", "assignment", "file")] == [
        "2026.1",
        NAME,
        "quadratic_model.py",
    ]


def test_it_says_first_which_file_with_how_many_points_is_due_when(course: Path) -> None:
    set_due(course, "2999-12-31T23:59:00+01:00")
    out = submit(course, "--yes").out
    assert f"file    {FILE}" in out
    assert "points  100 of 100 now, by the visible checks" in out
    assert "due     31 December 2999, 23:59 UTC+01:00, in " in out
    set_due(course, "2001-01-01T00:00:00Z")
    assert "days ago" in submit(course, "--yes").out


def test_the_same_file_gives_the_same_bytes_whenever_it_is_packed(course: Path) -> None:
    submit(course, "--yes")
    first = (course / ZIP).read_bytes()
    os.utime(course / FILE, (0, 0))
    submit(course, "--yes")
    assert (course / ZIP).read_bytes() == first


def test_where_nobody_can_be_asked_nothing_is_written_without_yes(course: Path) -> None:
    result = submit(course)
    assert result.status == 2
    assert "--yes" in result.err
    assert not (course / ZIP).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with pty")
@pytest.mark.parametrize(
    "answer, due, question",
    [
        (b"y\n", "2999-12-31T23:59:00+01:00", f"Write {ZIP}?"),
        (b"n\n", "2001-01-01T00:00:00Z", f"The due date is past. Write {ZIP} all the same?"),
    ],
    ids=["yes, in time", "no, too late"],
)
def test_on_a_terminal_the_answer_decides(course: Path, answer: bytes, due: str, question: str) -> None:
    import pty
    import subprocess

    set_due(course, due)
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "submit"],
        cwd=course,
        stdin=follower,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    os.write(leader, answer)
    out, _ = process.communicate(timeout=60)
    os.close(leader)
    os.close(follower)
    assert process.returncode == 0
    assert question in out
    assert (course / ZIP).exists() is (answer == b"y\n")


def test_what_is_as_handed_out_is_packed_only_when_it_is_named(course: Path) -> None:
    (course / FILE).write_bytes((ROOT / FILE).read_bytes())
    assert "nothing to hand in" in submit(course, "--yes").out
    assert not (course / ZIP).exists()
    result = submit(course, NAME, "--yes")
    assert "(nothing is written yet)" in result.out
    assert "so it was not packed" in result.err
    assert result.status == 2
    assert not (course / ZIP).exists()


def test_an_edited_copy_beside_the_stub_is_packed(course: Path) -> None:
    path = course / FILE
    path.with_name(f"{path.stem} (1).py").write_bytes(path.read_bytes())
    path.write_bytes((ROOT / FILE).read_bytes())
    result = submit(course, NAME, "--yes")
    assert " (1).py\n" in result.out
    assert (course / ZIP).exists()


def test_a_file_that_cannot_be_run_is_not_packed_and_the_line_is_named(course: Path) -> None:
    (course / FILE).write_text("def forward(:\n", encoding="utf-8")
    result = submit(course, "--yes")
    assert result.status == 2
    assert f"{FILE}:1: this is not valid Python yet" in result.err
    assert not (course / ZIP).exists()


def test_a_file_of_someone_elses_in_its_place_is_not_written_over(course: Path) -> None:
    (course / ZIP).write_bytes(b"my holiday")
    result = submit(course, "--yes")
    assert result.status == 2
    assert (course / ZIP).read_bytes() == b"my holiday"


def test_the_zip_is_graded_as_the_file_is_by_its_name_and_by_the_assignments(course: Path) -> None:
    submit(course, "--yes")
    for words in ([ZIP], [NAME, "--submission", ZIP]):
        assert "100 of 100 points" in grade_here(*words, cwd=course).out


def test_a_notebook_is_packed_as_it_stands(course: Path) -> None:
    (course / FILE).write_bytes((ROOT / FILE).read_bytes())
    cell = nbformat.v4.new_code_cell(f"%matplotlib inline\n{SOLUTION}")
    notebook = course / "exercises" / "quadratic_model.ipynb"
    notebook.write_text(json.dumps(nbformat.v4.new_notebook(cells=[cell])), encoding="utf-8")
    submit(course, "--yes")
    assert entries(course / ZIP)["quadratic_model.ipynb"] == notebook.read_bytes()
    assert verify(course).status == 0


def test_a_fresh_hand_in_is_found_good_and_compared_with_ones_own_file(course: Path) -> None:
    submit(course, "--yes")
    result = verify(course)
    assert result.status == 0
    assert "It is as it was packed" in result.out
    assert f"{FILE} holds the same code." in result.out
    (course / FILE).write_text(f"{SOLUTION}\nx = 1\n", encoding="utf-8")
    later = verify(course)
    assert later.status == 0
    assert f"{FILE} holds other code by now." in later.out


def altered(course: Path) -> None:
    rewrite(course / ZIP, {**entries(course / ZIP), "quadratic_model.py": b"x = 1\n"})


def renamed(course: Path) -> None:
    files = entries(course / ZIP)
    files["other.py"] = files.pop("quadratic_model.py")
    rewrite(course / ZIP, files)


def accompanied(course: Path) -> None:
    rewrite(course / ZIP, {**entries(course / ZIP), "deep/data.csv": b"1\n"})


@pytest.mark.parametrize(
    "change,words",
    [
        (altered, "was altered after it was packed"),
        (altered, "is not the code that was packed"),
        (renamed, "It does not hold"),
        (accompanied, "It also holds"),
        (
            lambda course: change_page(course, course_version="2025.1"),
            "this is Backpropagation by hand 2026.1",
        ),
        (lambda course: change_page(course, assignment="knitting"), "no assignment knitting"),
        (lambda course: change_page(course, source_sha256="0" * 64), "is not the code that was packed"),
    ],
)
def test_whatever_was_changed_is_noticed(course: Path, change: Callable[[Path], None], words: str) -> None:
    submit(course, "--yes")
    change(course)
    result = verify(course)
    assert result.status == 1
    assert words in result.out


def test_another_version_of_the_grader_is_told_and_is_no_fault(course: Path) -> None:
    submit(course, "--yes")
    change_page(course, grader="0.0.1")
    result = verify(course)
    assert result.status == 0
    assert "Grader 0.0.1 packed it" in result.out


def page(content: bytes) -> dict[str, bytes]:
    return {"quadratic_model.py": b"x = 1\n", "handin.json": content}


@pytest.mark.parametrize(
    "files",
    [
        {"quadratic_model.py": b"x = 1\n"},
        page(b""),
        page(b"[" * 100_000),
        page(b"[]"),
        page(b'{"schema": "grade-handin/1"}'),
        page(b'{"schema": "grade-handin/2"}'),
        page(b" " * (2 << 20)),
        {"../quadratic_model.py": b"", **page(b"{}")},
    ],
    ids=["no page", "empty", "deep", "list", "nothing in it", "another form", "too large", "a way out"],
)
def test_a_zip_that_is_no_hand_in_is_refused(course: Path, files: dict[str, bytes]) -> None:
    rewrite(course / ZIP, files)
    result = verify(course)
    assert result.status == 2
    assert ZIP in result.err
    assert "Traceback" not in result.err


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("quadratic_model.py", b"#" * (64 << 20))
        archive.writestr("handin.json", json.dumps(sound_page()))
    return stream.getvalue()


def link() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("quadratic_model.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("handin.json", json.dumps(sound_page()))
    return stream.getvalue()


def sound_page() -> dict[str, Any]:
    names = ("course", "course_version", "grader", "assignment", "sha256", "source_sha256")
    return {"schema": "grade-handin/1", **dict.fromkeys(names, "x"), "file": "quadratic_model.py"}


@pytest.mark.parametrize("make,words", [(bomb, "is larger than"), (link, "link or device")])
def test_hostile_zips_are_refused_by_the_limits_of_any_zip(
    course: Path, make: Callable[[], bytes], words: str
) -> None:
    (course / ZIP).write_bytes(make())
    result = verify(course)
    assert result.status == 2
    assert words in result.err


def test_what_a_page_says_is_printed_and_not_obeyed(course: Path) -> None:
    submit(course, "--yes")
    change_page(course, grader="\x1b[2J", course="\x1b]0;owned\x07")
    assert "\x1b" not in verify(course).out
