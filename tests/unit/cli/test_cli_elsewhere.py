"""All that a student does works where there is no POSIX: the modules and functions of it are missing here."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.command import Result, copy_course, grade
from tests.support.course_files import ROOT
from tests.support.elsewhere import elsewhere

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this is elsewhere")

NAME = "quadratic-model"
FILE = "exercises/quadratic_model.py"
SOLUTION = (ROOT / "solutions" / "quadratic_model.py").read_text(encoding="utf-8")
SLIP = SOLUTION.replace("dr = 2 * r", "dr = r")

IN_A_NOTEBOOK = """
from pathlib import Path
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
written = Path("exercises/quadratic_model.py").read_text(encoding="utf-8")
for text in (written, "%load_ext grader", "%grade --all"):
    shell.run_cell(text, store_history=True).raise_error()
"""


@pytest.fixture
def place(tmp_path: Path) -> Mapping[str, str]:
    return elsewhere(tmp_path / "elsewhere")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A student's course: no hidden checks, and a stub that is filled in with one slip."""
    folder = copy_course(tmp_path / "course", NAME)
    shutil.rmtree(folder / "tests" / "suites" / NAME / "hidden")
    (folder / FILE).write_text(SLIP, encoding="utf-8", newline="\n")
    return folder


def graded(result: Result) -> str:
    """Give what a command printed that must have graded in the runner of a system that is not Linux."""
    assert (result.status, result.err) == (0, "")
    assert "isolation L1" in result.text
    return result.text


def test_this_place_has_no_posix(place: Mapping[str, str], tmp_path: Path) -> None:
    for code in ("import os; os.fork", "import signal; signal.SIGKILL", "import fcntl", "import resource"):
        done = subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, **place}, capture_output=True, check=False
        )
        assert done.returncode == 1, code
    assert "this is elsewhere" in grade("doctor", cwd=tmp_path, env=place).text


def test_a_file_its_parts_and_what_failed_are_graded(course: Path, place: Mapping[str, str]) -> None:
    assert "88 of 100 points" in (whole := graded(grade(NAME, "--all", cwd=course, env=place)))
    assert "why" in whole
    assert "This is no grade" in graded(grade(NAME, "--all", "--part", "backward", cwd=course, env=place))
    assert "This is no grade" in graded(grade("--all", "--failed", cwd=course, env=place))


def test_code_that_runs_too_long_is_ended(course: Path, place: Mapping[str, str]) -> None:
    manifest = course / "assignments.yaml"
    text = manifest.read_text(encoding="utf-8")
    limits = "    limits: {cpu_seconds_per_call: 0.5, cpu_seconds_total: 2}\n"
    manifest.write_text(text.replace("    files:\n", f"{limits}    files:\n"), encoding="utf-8", newline="\n")
    endless = SOLUTION.replace("dr = 2 * r", "while True: pass\n    dr = 2 * r")
    (course / FILE).write_text(endless, encoding="utf-8", newline="\n")
    assert "took more than 0.5 s of CPU time" in graded(grade(NAME, "--all", cwd=course, env=place))


def test_a_submission_is_packed_and_verified(course: Path, place: Mapping[str, str]) -> None:
    packed = grade("submit", NAME, "--yes", cwd=course, env=place)
    assert (packed.status, packed.err) == (0, "")
    verified = grade("verify", "quadratic_model.zip", cwd=course, env=place)
    assert "It is as it was packed" in verified.text
    assert "88 of 100" in graded(
        grade(NAME, "--all", "--submission", "quadratic_model.zip", cwd=course, env=place)
    )


def test_a_graph_is_drawn_of_an_example_and_of_a_check(course: Path, place: Mapping[str, str]) -> None:
    example = grade("explain", NAME, "worked_example", "--svg", "graph.svg", cwd=course, env=place)
    assert (example.status, example.err) == (0, "")
    assert (course / "graph.svg").is_file()
    check = grade("explain", NAME, "gradient of every stage", cwd=course, env=place)
    assert (check.status, check.err) == (0, "")
    assert "loss" in check.text


def test_a_notebook_is_graded_by_its_magic(course: Path, place: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_NOTEBOOK],
        cwd=course,
        env={**os.environ, **place, "COLUMNS": "200", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "this notebook: 88 of 100 points" in done.stdout
    assert "isolation L1" in done.stdout


def test_a_save_is_graded_while_watching(course: Path, place: Mapping[str, str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "--watch", NAME],
        cwd=course,
        env={**os.environ, **place, "CI": "", "COLUMNS": "200", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    too_late = threading.Timer(60, process.kill)
    too_late.start()
    try:
        assert process.stdout is not None
        lines = iter(process.stdout)
        assert "88 of 100 points" in until("Ctrl-C ends it.", lines)
        (course / FILE).write_text(SOLUTION, encoding="utf-8", newline="\n")
        assert "100 of 100 points" in until("--seed", lines)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait() == 0
    finally:
        too_late.cancel()
        process.kill()
        process.communicate()


def until(text: str, lines: Iterator[str]) -> str:
    """Read on to the line that holds a text; give everything that was read."""
    seen = ""
    for line in lines:
        seen += line
        if text in line:
            return seen
    pytest.fail(f"there came no {text!r} after: {seen}")
