"""`grade class --watch`: files arrive, change and break while it is left running, and the page follows."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.gradebook.store import Gradebook
from tests.support.class_course import class_course
from tests.support.command import grade_here

RIGHT = "def answer(): return 42\n"
WRONG = "def answer(): return 41\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = class_course(tmp_path / "course")
    (folder / "lab").mkdir()
    return folder


@pytest.fixture
def watch(course: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start watching the folder `lab`, which is ended with the test."""
    begun: list[subprocess.Popen[str]] = []

    def begin(*words: str) -> subprocess.Popen[str]:
        begun.append(
            subprocess.Popen(
                [sys.executable, "-m", "grader", "class", "one", "lab", "--watch", "--zone", "UTC", *words],
                cwd=course,
                # Grades of the course are kept there, and what is done in a lab is none.
                env={**os.environ, "GRADE_GRADEBOOK": str(course / "gradebook.sqlite"), "PYTHONUTF8": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                start_new_session=True,
            )
        )
        return begun[-1]

    yield begin
    for one in begun:
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGKILL)
        one.communicate()


def page_with(course: Path, *texts: str) -> str:
    """Wait for a page with some texts; give it."""
    page = ""
    for _ in range(600):
        if (course / "lab.html").exists():
            page = (course / "lab.html").read_text(encoding="utf-8")
            assert page.endswith("</html>")
            if all(text in page for text in texts):
                return page.partition("</style>")[2]
        time.sleep(0.1)
    pytest.fail(f"there came no {texts} in: {page.partition('<main')[2]}")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_page_follows_files_that_arrive_change_and_are_half_copied(
    course: Path, watch: Callable[..., subprocess.Popen[str]]
) -> None:
    running = watch("--roster", "roster.csv")
    page_with(course, "<b>0 of 4</b>handed in and graded", "Nothing is graded yet.", 'http-equiv="refresh"')
    lab = course / "lab"
    with zipfile.ZipFile(course / "blaise.zip", "w") as archive:
        archive.writestr("one.py", RIGHT)
    whole = (course / "blaise.zip").read_bytes()
    (lab / "ada.py").write_text(WRONG, encoding="utf-8")
    (lab / "blaise.zip").write_bytes(whole[: len(whole) // 2])
    (lab / "stranger.py").write_text(RIGHT, encoding="utf-8")
    first = page_with(course, "<b>2 of 4</b>", "<b>1</b>cannot be run as saved", "0 of 2")
    assert "<b>1</b>file of nobody on the roster" in first
    assert "Lovelace" not in first
    (lab / "ada.py").write_text(RIGHT, encoding="utf-8")
    (lab / "blaise.zip").write_bytes(whole)
    assert "cannot be run" not in page_with(course, "2 of 2", "<b>2</b>have every part")
    # Each student's newest file counts, also where it is one that was graded before.
    (lab / "ada.py").write_text(WRONG, encoding="utf-8")
    (lab / "blaise.zip").unlink()
    page_with(course, "<b>1 of 4</b>", "0 of 1")
    os.killpg(running.pid, signal.SIGINT)
    told, _ = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "Traceback" not in told
    assert f"Stopped watching. What was graded is in {course / 'lab.sqlite'}." in told
    last = page_with(course, "The watch ended at")
    assert 'http-equiv="refresh"' not in (course / "lab.html").read_text(encoding="utf-8")
    assert "0 of 1" in last
    assert not (course / "gradebook.sqlite").exists()
    with Gradebook(course / "lab.sqlite", create=False) as book:
        assert {one.submitted.student for one in book.attempts()} == {"s100", "s101"}


@pytest.mark.parametrize(
    "words, told",
    [
        (("lab", "--watch", "--dry-run", "--json"), "--dry-run, --json is for a run that ends"),
        (("lab", "--names"), "--names is about the page of --watch"),
        (("lab", "--watch", "--page", "lab/page.html"), "would lie in lab, which is watched"),
        ((".", "--watch"), "--page FILE"),
        (("lab", "--watch", "--pattern", "{file}"), "no group that says whose"),
    ],
)
def test_watch_that_makes_no_sense_is_refused_at_once(
    course: Path, words: tuple[str, ...], told: str
) -> None:
    done = grade_here("class", "one", *words, cwd=course)
    assert done.status == 2
    assert told in " ".join(done.err.split())
    assert not (course / "lab.html").exists()
