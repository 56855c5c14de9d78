"""`grade class`: whose each file is, what is graded, what is known before, how it ends."""

import json
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest

from grader.cli.class_progress import ClassProgress, describe_pace
from grader.cohort.records import ClassResult
from grader.errors import UsageError
from grader.gradebook.records import Recorded, ResultKey
from grader.gradebook.store import Gradebook
from tests.support.class_course import CHECK, class_course
from tests.support.class_downloads import write_zip
from tests.support.command import Result, grade, grade_here
from tests.support.small_suites import write

ROSTER = ("--roster", "roster.csv")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return class_course(tmp_path / "course")


def grade_class(course: Path, *words: str) -> Result:
    return grade("class", "one", "handed-in.zip", *ROSTER, "--zone", "UTC", *words, cwd=course)


def stored(course: Path) -> list[str]:
    """List whose attempts are in the gradebook."""
    if not (course / "gradebook.sqlite").exists():
        return []
    try:
        with Gradebook(course / "gradebook.sqlite", create=False) as book:
            return [one.submitted.student for one in book.attempts()]
    # Not all of its tables are there yet.
    except UsageError:
        return []


def test_dry_run_tells_whose_each_file_is_and_grades_nothing(course: Path) -> None:
    done = grade_class(course, "--dry-run")
    assert done.status == 0, done.err
    assert "Blaise Pascal (s101, by canvas): one.py; 2026-11-20 18:30 from the zip" in done.out
    assert "Not on the roster: 1\n  nobody_599:" in done.out
    assert "Nothing handed in: 1\n  Grace Hopper (s103)\n" in done.out
    assert not list(course.glob("gradebook*"))


def test_dry_run_prints_json_for_scripts(course: Path) -> None:
    intake = json.loads(grade_class(course, "--dry-run", "--json").out)["intake"]
    assert [one["student"] for one in intake["matched"]] == ["s100", "s101", "s102"]
    assert [one["student"] for one in intake["missing"]] == ["s103"]


def test_class_is_graded_once_and_known_afterwards(course: Path) -> None:
    first = grade_class(course, "--json")
    assert first.status == 0, first.err
    document = json.loads(first.out)
    assert {one["name"]: one["points"] for one in document["results"]} == {
        "Ada Lovelace": "40",
        "Blaise Pascal": "0",
        "李雷": "0",
    }
    assert "not valid Python" in document["results"][-1]["problem"]
    assert (document["graded"], document["reused"]) == (3, 0)
    again = grade_class(course)
    assert "3 submissions: 0 graded, 3 known before" in again.text
    assert "s100     Ada Lovelace       40" in again.out
    # Whoever handed in nothing is in the gradebook all the same.
    assert "Grace Hopper" in grade_here("gradebook", "show", cwd=course).out
    assert stat.S_IMODE((course / "gradebook.sqlite").stat().st_mode) == 0o600


def test_fault_of_the_suite_leaves_points_pending_until_it_is_mended(course: Path) -> None:
    hidden = course / "suites" / "one" / "hidden" / "test_hidden.py"
    write(hidden, CHECK.replace("submission.answer()", "undefined"))
    broken = grade_class(course)
    assert broken.status == 3
    assert "Points are pending, neither earned nor lost, of Ada Lovelace (s100)" in broken.text
    assert "At fault: " in broken.text
    assert "--pending` tries again." in broken.text
    write(hidden, CHECK)
    mended = json.loads(grade_class(course, "--pending", "--json").out)
    # The file that cannot be run has nothing pending.
    assert [(one["student"], one["points"], one["recorded"]) for one in mended["results"]] == [
        ("s100", "40", "retried"),
        ("s101", "0", "retried"),
    ]
    assert not json.loads(grade_class(course, "--pending", "--json").out)["results"]


def test_corrected_suite_is_applied_by_a_regrade_that_can_be_taken_back(course: Path) -> None:
    grade_class(course)
    for suite in ("visible", "hidden"):
        write(course / "suites" / "one" / suite / f"test_{suite}.py", CHECK.replace("42", "41"))
    after = grade_class(course)
    assert "Graded anew, since the suite or the grader changed: 3." in after.text
    assert "`grade gradebook regrade one --reason ...`" in after.text
    decide = ("--reason", "The answer is 41.", "--yes")
    regraded = grade_here("gradebook", "regrade", "one", *decide, cwd=course)
    assert ", 3 attempts:" in regraded.text
    assert "s101     Blaise Pascal  one              0     40     +40" in regraded.out
    assert "s100     Ada Lovelace   one             40      0     -40" in regraded.out
    undone = grade_here("gradebook", "undo", "1", "--reason", "It was 42.", "--yes", cwd=course)
    assert "s101     Blaise Pascal  one             40      0     -40" in undone.out
    assert "s100     Ada Lovelace   Lab 1" in grade_here("gradebook", "show", "one", cwd=course).out


def test_hidden_check_that_is_corrected_is_graded_anew(course: Path) -> None:
    grade_class(course)
    write(course / "suites" / "one" / "hidden" / "test_hidden.py", CHECK.replace("42", "43"))
    # A source that cannot be run gets its reason anew, too.
    assert "3 submissions: 3 graded" in grade_class(course).text


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_interrupted_run_keeps_what_is_stored_and_goes_on(course: Path) -> None:
    slow = {
        f"student{number}_{number}_900{number}_one.py": f"def answer():\n    while {number}: pass\n"
        for number in range(601, 606)
    }
    write_zip(course / "handed-in.zip", {"adalovelace_501_90001_one.py": "def answer(): return 42\n", **slow})
    words = ("class", "one", "handed-in.zip", "--jobs", "1")
    with subprocess.Popen(
        [sys.executable, "-m", "grader", *words],
        cwd=course,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        while running.poll() is None and not stored(course):
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Stopped. 1 of 6 results are stored in" in told
    assert "the same command goes on from there." in told
    assert stored(course) == ["501"]


@pytest.mark.parametrize(
    "words, told",
    [
        (("class", "two", "handed-in.zip"), "This course has no assignment named 'two'."),
        (("class", "one", "gone.zip"), "gone.zip"),
        (("class", "one"), "Missing argument 'SUBMISSIONS...'"),
        (("class", "one", "handed-in.zip", "--zone", "Mars/Base"), "There is no time zone `Mars/Base`"),
        (("class", "one", "handed-in.zip", "--layout", "gradescope"), "is no export of Gradescope"),
        (
            ("class", "one", "handed-in.zip", "--gradebook", "mysql://x/y"),
            "A gradebook cannot be kept in mysql",
        ),
        (("class", "one", "handed-in.zip", "--roster", "one.py"), "no column names a student"),
        (
            ("class", "one", "handed-in.zip", "--jobs", "2", "--scheduler", "tcp://127.0.0.1:1"),
            "--jobs is for the cores of this machine, and --scheduler for a cluster.",
        ),
    ],
)
def test_mistake_in_the_command_is_told_and_nothing_is_made(
    course: Path, words: tuple[str, ...], told: str
) -> None:
    done = grade_here(*words, cwd=course)
    assert done.status == 2, done.err
    assert told in done.err
    assert "Traceback" not in done.err
    assert not list(course.glob("gradebook*"))


def test_missing_library_is_told_with_what_to_install(course: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    write(hidden / "sqlalchemy.py", "raise ModuleNotFoundError('gone', name='sqlalchemy')")
    for words in (("class", "one", "handed-in.zip"), ("gradebook", "show")):
        done = grade(*words, cwd=course, env={"PYTHONPATH": str(hidden)})
        assert done.status == 2
        assert "A gradebook needs sqlalchemy, which is not installed." in done.err
        assert "pip install 'backprop-grader[class]'" in done.err
    # A look at the intake needs no database.
    assert grade_class(course, "--dry-run").status == 0


@pytest.mark.slow
def test_cluster_that_is_not_there_is_told_with_what_to_do(course: Path, tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
    unreachable = grade_class(course, "--scheduler", address)
    assert unreachable.status == 2
    assert f"No Dask scheduler answers at {address}: " in unreachable.err
    assert "Start one with `dask scheduler`" in unreachable.err
    for place in ("mars://base:1", "tcp://10.0.0.5"):
        told = grade_here("class", "one", "handed-in.zip", "--scheduler", place, cwd=course)
        assert told.status == 2
        assert f"{place} is no address of a Dask scheduler: " in told.err
    write(tmp_path / "hidden" / "distributed.py", "raise ModuleNotFoundError('gone', name='distributed')")
    without = grade(
        *("class", "one", "handed-in.zip", "--scheduler", address),
        cwd=course,
        env={"PYTHONPATH": str(tmp_path / "hidden")},
    )
    assert without.status == 2
    assert "A cluster needs distributed, which is not installed." in without.err
    assert "pip install 'backprop-grader[cluster]'" in without.err
    for done in (unreachable, without):
        assert "Traceback" not in done.err


def test_class_in_a_release_for_students_is_graded_by_visible_checks(course: Path) -> None:
    shutil.rmtree(course / "suites" / "one" / "hidden")
    assert "s100     Ada Lovelace       40" in grade_class(course).out


def test_pace_names_rate_and_time_left() -> None:
    assert describe_pace(run=0, left=5, seconds=3.0) == ""
    assert describe_pace(run=8, left=16, seconds=2.0) == "4.0 a second, 4 s left"
    assert describe_pace(run=2, left=200, seconds=2.0) == "1.0 a second, 3 min 20 s left"
    assert describe_pace(run=2, left=7500, seconds=2.0) == "1.0 a second, 2 h 5 min left"


def test_progress_names_the_slowest_and_counts_no_known_result_into_the_rate() -> None:
    progress = ClassProgress(4)
    for name, seconds in (("Ada", 0.0), ("Blaise", 1.5), ("李雷", 0.2)):
        progress(
            ClassResult(
                student=name,
                name=name,
                label=name,
                key=ResultKey(assignment="one", edition="", source_sha256="", grader_version="", seed=1),
                points=Fraction(1),
                pending=Fraction(),
                recorded=Recorded.NEW,
                seconds=seconds,
                problem="",
            )
        )
    assert progress.done == 3
    assert progress.describe().endswith("slowest Blaise 1.5 s")
