"""`grade --watch`: a process that is left running while files are saved."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import nbformat
import psutil
import pytest

from tests.support.command import copy_course, grade
from tests.support.course_files import ROOT

NAME = "quadratic-model"
FILE = "exercises/quadratic_model.py"
SOLUTION = (ROOT / "solutions" / "quadratic_model.py").read_text(encoding="utf-8")
SLIP = SOLUTION.replace("dr = 2 * r", "dr = r")
READY = "Ctrl-C ends it."
END = "--seed"
SAVED = "was saved"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is interrupted by SIGINT here")


class Watching:
    """A running `grade --watch`.

    Args:
        folder: The course.
        words: What follows `--watch`.
    """

    def __init__(self, folder: Path, *words: str) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in ("CI", "FORCE_COLOR")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "--watch", *words],
            cwd=folder,
            env={**kept, "COLUMNS": "200", "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, text: str) -> str:
        """Read on to the line that holds a text; give everything that was read."""
        seen = ""
        while text not in seen:
            try:
                seen += self._lines.get(timeout=60)
            except Empty:
                pytest.fail(f"there came no {text!r} after: {seen}")
        return seen

    def rest(self, seconds: float) -> str:
        """Give everything that is printed within some time."""
        time.sleep(seconds)
        return "".join(self._lines.get() for _ in range(self._lines.qsize()))

    def interrupt(self) -> int:
        """Press Ctrl-C, which every process of the terminal hears; give the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)

    def close(self) -> None:
        """End, and read what is left, before the pipe is closed that the reader still reads."""
        if self.process.poll() is None:
            self.interrupt()
        self._reader.join(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


Watch = Callable[..., Watching]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one assignment, whose stub is filled in with one slip."""
    folder = copy_course(tmp_path, NAME)
    (folder / FILE).write_text(SLIP, encoding="utf-8")
    return folder


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Start watching, and wait for the first report."""
    begun: list[Watching] = []

    def begin(folder: Path, *words: str) -> Watching:
        begun.append(Watching(folder, *words))
        return begun[-1]

    yield begin
    for one in begun:
        one.close()


def save(course: Path, text: str) -> None:
    (course / FILE).write_text(text, encoding="utf-8")


def test_a_save_is_graded_and_what_newly_passes_or_fails_is_said(course: Path, watch: Watch) -> None:
    watching = watch(course)
    assert "failed" in watching.until(READY)
    save(course, SOLUTION)
    better = watching.until(END)
    assert "newly passes" in better
    assert "newly fails" not in better
    assert "100 of 100 points" in better
    save(course, SLIP)
    worse = watching.until(END)
    assert "newly fails" in worse
    assert "newly passes" not in worse
    assert "look at" in worse


def test_a_save_that_changes_no_verdict_is_graded_and_says_so(course: Path, watch: Watch) -> None:
    watching = watch(course)
    watching.until(READY)
    save(course, f"{SLIP}\n# a remark\n")
    assert "No check passes or fails that did not before." in watching.until(END)


def test_a_syntax_error_half_way_is_a_kind_line_and_the_watch_goes_on(course: Path, watch: Watch) -> None:
    watching = watch(course)
    watching.until(READY)
    save(course, SLIP.replace("def forward(", "def forward(("))
    told = watching.until("Correct the line")
    assert "this is not valid Python yet" in told
    assert "0 of 100" not in told
    save(course, SOLUTION)
    assert "newly passes" in watching.until(END)


def test_a_file_that_is_gone_for_a_while_does_not_end_the_watch(course: Path, watch: Watch) -> None:
    watching = watch(course, FILE)
    watching.until(READY)
    (course / FILE).unlink()
    assert "There is no file" in watching.until("Waiting for the next save.")
    save(course, SOLUTION)
    assert "newly passes" in watching.until(END)


def test_an_editor_that_writes_beside_and_renames_is_noticed(course: Path, watch: Watch) -> None:
    watching = watch(course)
    watching.until(READY)
    beside = course / "exercises" / ".quadratic_model.py.swp"
    for text, word in ((SOLUTION, "newly passes"), (SLIP, "newly fails")):
        beside.write_text(text, encoding="utf-8")
        beside.replace(course / FILE)
        assert word in watching.until(END)


def test_a_burst_of_saves_is_graded_a_few_times_and_last_as_it_stands(course: Path, watch: Watch) -> None:
    watching = watch(course)
    watching.until(READY)
    for number in range(20):
        save(course, f"{SLIP}\n# {number}\n")
    save(course, SOLUTION)
    seen = watching.until("100 of 100 points") + watching.rest(1)
    # Once or twice where nothing else runs; on a busy machine, the burst itself takes longer.
    assert 1 <= seen.count(SAVED) <= 5


def test_files_beside_the_submission_are_of_no_interest(course: Path, watch: Watch) -> None:
    watching = watch(course)
    watching.until(READY)
    (course / "exercises" / "notes.py").write_text("x = 1\n", encoding="utf-8")
    (course / f"{FILE}~").write_text(SLIP, encoding="utf-8")
    assert SAVED not in watching.rest(1)


def test_only_the_assignment_that_was_saved_is_graded_again(tmp_path: Path, watch: Watch) -> None:
    shutil.copy(ROOT / "assignments.yaml", tmp_path)
    for name in ("exercises", "solutions", "tests/suites"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    watching = watch(tmp_path)
    assert "In all" in watching.until(READY)
    save(tmp_path, SOLUTION)
    again = watching.until(END)
    assert "(quadratic-model)" in again
    assert "(scalar-graphs)" not in again


def test_a_notebook_is_watched_like_a_file(course: Path, watch: Watch) -> None:
    path = course / "mine.ipynb"

    def written(source: str) -> str:
        cell = nbformat.v4.new_code_cell(source)
        return json.dumps(nbformat.v4.new_notebook(cells=[cell]))

    path.write_text(written(SLIP), encoding="utf-8")
    watching = watch(course, NAME, "--submission", "mine.ipynb")
    watching.until(READY)
    path.write_text(written(SOLUTION), encoding="utf-8")
    assert "newly passes" in watching.until(END)


def test_the_notebook_beside_the_stub_is_taken_up_when_it_is_written(course: Path, watch: Watch) -> None:
    (course / FILE).write_bytes((ROOT / FILE).read_bytes())
    watching = watch(course)
    assert "expected start" in watching.until(READY)
    cell = nbformat.v4.new_code_cell(SOLUTION)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    (course / FILE).with_suffix(".ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert "100 of 100 points" in watching.until(END)


def test_a_watch_of_one_part_grades_that_part(course: Path, watch: Watch) -> None:
    watching = watch(course, "--part", "backward")
    watching.until(READY)
    save(course, SOLUTION)
    again = watching.until(END)
    assert "newly passes" in again
    assert "This is no grade" in again


def test_ctrl_c_ends_with_status_0_and_leaves_no_process(course: Path, watch: Watch) -> None:
    watching = watch(course)
    watching.until(READY)
    family = psutil.Process(watching.process.pid).children(recursive=True)
    assert watching.interrupt() == 0
    gone, left = psutil.wait_procs(family, timeout=30)
    assert gone
    assert not left


def test_what_cannot_be_graded_even_once_ends_the_command(course: Path) -> None:
    result = grade("--watch", "nothing.py", cwd=course, env={"CI": ""})
    assert result.status == 2
    assert "There is no file nothing.py" in result.err


def test_a_system_that_does_not_let_us_watch_is_said(course: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    code = "def watch(*_, **__):\n    raise OSError('too many open files')\n"
    (tmp_path / "broken" / "watchfiles.py").write_text(code, encoding="utf-8")
    result = grade("--watch", cwd=course, env={"PYTHONPATH": f"{tmp_path / 'broken'}{os.pathsep}{ROOT}"})
    assert result.status == 2
    assert "Files cannot be watched here: too many open files." in result.err


def test_a_missing_watchfiles_is_said_with_what_to_do(course: Path, tmp_path: Path) -> None:
    (tmp_path / "missing").mkdir()
    (tmp_path / "missing" / "watchfiles.py").write_text("raise ImportError\n", encoding="utf-8")
    result = grade("--watch", cwd=course, env={"PYTHONPATH": f"{tmp_path / 'missing'}{os.pathsep}{ROOT}"})
    assert result.status == 2
    assert "pip install watchfiles" in result.err


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a link to itself", "a device"])
def test_a_watch_outlives_whatever_takes_the_place_of_the_file(course: Path, watch: Watch, kind: str) -> None:
    watching = watch(course)
    watching.until(READY)
    path = course / FILE
    beside = path.with_name("beside")
    match kind:
        case "a folder":
            path.unlink()
            path.mkdir()
        case "a pipe":
            os.mkfifo(beside)
            beside.replace(path)
        case "a link to itself":
            beside.symlink_to(path)
            beside.replace(path)
        case _:
            beside.symlink_to("/dev/zero")
            beside.replace(path)
    watching.until("Waiting for the next save.")
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    else:
        path.unlink()
    path.write_text(SOLUTION, encoding="utf-8")
    assert "100 of 100" in watching.until("100 of 100")
    assert watching.interrupt() == 0
