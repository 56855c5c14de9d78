"""What the command prints arrives, or the reason why not; no stream ends it with a traceback."""

import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from grader.cli.terminal import Progress, Screen
from grader.files import write_bytes
from tests.support.command import copy_course, grade
from tests.support.course_files import ROOT

NAME = "quadratic-model"
FULL = Path("/dev/full")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_course(tmp_path_factory.mktemp("course") / "course", NAME)
    shutil.rmtree(folder / "tests" / "suites" / NAME / "hidden")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with pty")
@pytest.mark.parametrize("kind, cleared", [("xterm", True), ("dumb", False), ("", False)])
def test_screen_is_cleared_where_somebody_looks_at_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, *, cleared: bool
) -> None:
    import pty

    leader, follower = pty.openpty()
    shown = os.fdopen(follower, "w") if kind else (tmp_path / "out.txt").open("w", encoding="utf-8")
    monkeypatch.setenv("TERM", kind)
    with shown:
        monkeypatch.setattr(sys, "stdout", shown)
        assert Screen().clear() is cleared
        print("the report", flush=True)  # noqa: T201  # what stands on the screen
        monkeypatch.undo()
    if kind:
        os.set_blocking(leader, False)
        assert os.read(leader, 99).startswith(b"\x1b[2J\x1b[3J\x1b[H" if cleared else b"the report")
    os.close(leader)


def read_to_end(leader: int) -> str:
    """Read what was written to a terminal that is closed."""
    read = b""
    with suppress(OSError):  # how Linux shows the end
        while some := os.read(leader, 1 << 16):
            read += some
    os.close(leader)
    return read.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with pty")
def test_progress_shows_checks_and_what_is_looked_for_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    import pty

    leader, follower = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("grader.cli.terminal._QUIET_SECONDS", 0.0)
    with os.fdopen(follower, "w") as shown:
        monkeypatch.setattr(sys, "stderr", shown)
        progress = Progress()
        progress(NAME, 40)
        progress.show_search(NAME, 10)
        progress.show_search(NAME, 20)
        progress.close()
        monkeypatch.undo()
    written = read_to_end(leader)
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written).splitlines()
    assert any(line.startswith(f"{NAME} ") and line.rstrip().endswith("1/40 checks") for line in lines)
    search = f"{NAME}: looking for the line"
    assert any(line.startswith(search) and "20/?" in line for line in lines)


def run_shell(command: str, cwd: Path, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    prepared = command.replace("GRADE", f"{shlex.quote(sys.executable)} -m grader")
    return subprocess.run(
        ["/bin/sh", "-c", prepared],
        cwd=cwd,
        env={**os.environ, "CI": "", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("command", ["doctor", f"{NAME}", f"ci {NAME}"], ids=["doctor", "run", "ci"])
def test_stream_of_a_small_character_set_shows_what_it_can(command: str, course: Path) -> None:
    done = run_shell(f"GRADE {command}", course, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert b"fault of the grader" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device here")
@pytest.mark.parametrize("command", ["doctor", "--help", NAME])
def test_full_disk_is_reported_as_what_it_is(command: str, course: Path) -> None:
    done = run_shell(f"GRADE {command} > /dev/full", course)
    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert b"fault of the grader" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="shells there close nothing")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_stream_ends_nothing(closed: str, course: Path) -> None:
    done = run_shell(f"GRADE {NAME} {closed}", course)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr


def test_reader_that_has_read_enough_is_no_error(course: Path) -> None:
    done = run_shell("GRADE --help | true", course)
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use stays there")
def test_deleted_working_folder_is_reported_as_what_it_is(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = run_shell(f"rmdir {gone} && GRADE doctor", gone)
    assert done.returncode == 2
    assert b"no longer exists" in done.stderr
    assert b"fault of the grader" not in done.stderr


@pytest.mark.parametrize("points", ["nan", "NaN", "-1", "101", "many"])
def test_number_of_points_that_is_none_is_refused(points: str, course: Path) -> None:
    for command in ((NAME,), ("ci", NAME)):
        done = grade(*command, "--fail-under", points, cwd=course)
        assert done.status == 2
        assert "--fail-under" in done.err


def test_submission_named_twice_is_refused(course: Path) -> None:
    done = grade(NAME, "--submission", "a.py", "--submission", "b.py", cwd=course)
    assert done.status == 2
    assert "give it once" in done.err


def test_missing_file_of_one_assignment_stops_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    for name in ("exercises", "solutions", "tests/suites"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "assignments.yaml", folder)
    for path in (folder / "exercises").glob("quadratic_model.*"):
        path.unlink()
    done = grade(cwd=folder)
    assert done.status == 0
    assert "There is neither" in done.text
    assert "two-layer-mlp" in done.text


@pytest.mark.skipif(sys.platform == "win32", reason="these are not names there")
@pytest.mark.parametrize("name", ["a [1] b", "x::y", "100% $HOME", "'\"<>|*?", "-dash", "ü;& ~#"])
def test_course_in_a_folder_of_any_name_is_graded(name: str, course: Path, tmp_path: Path) -> None:
    odd = tmp_path / name
    shutil.copytree(course, odd)
    done = grade(NAME, "--submission", str(ROOT / "solutions" / "quadratic_model.py"), cwd=odd)
    assert done.status == 0
    assert "100 of 100 points" in done.text


@pytest.mark.skipif(sys.platform == "win32", reason="files have other rights there")
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o027])
def test_new_file_follows_the_umask_and_a_secret_is_its_owners(umask: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        write_bytes(tmp_path / "report", b"")
        write_bytes(tmp_path / "bundle", b"", secret=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report").stat().st_mode) == 0o666 & ~umask
    assert stat.S_IMODE((tmp_path / "bundle").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="files have other rights there")
@pytest.mark.parametrize("secret", [False, True])
def test_existing_file_keeps_its_mode(secret: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a case
    path = tmp_path / "file"
    path.touch()
    path.chmod(0o640)
    write_bytes(path, b"new", secret=secret)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_folder_in_the_place_of_a_report_stops_no_other_report(course: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(course, checkout)
    (checkout / "grade-junit.xml").unlink(missing_ok=True)
    (checkout / "grade-junit.xml").mkdir()
    done = grade("ci", NAME, cwd=checkout)
    assert done.status == 2
    assert "a folder of that name is there" in done.err
    assert "fault of the grader" not in done.err
    assert (checkout / "grade-report.json").is_file()
    assert "of 100 points" in done.text
