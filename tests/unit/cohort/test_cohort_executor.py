"""Many submissions on all cores: nobody is delayed by another, and what concerns all is told at once."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from grader.cohort.executor import LocalExecutor
from grader.cohort.units import Decided, Grading, Unit
from grader.course import load_course
from grader.errors import UsageError
from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.submission.reader import read_submission
from grader.suite.forking import can_fork
from grader.suite.runner import Runner
from tests.support.class_course import course_with_essay
from tests.support.small_suites import write

RIGHT = "def answer(): return 42\n"


@pytest.fixture
def grading(tmp_path: Path) -> Grading:
    folder = tmp_path / "course"
    folder.mkdir()
    course = load_course(course_with_essay(folder))
    assignment = replace(course.assignment("one"), limits=Limits(cpu_seconds_per_call=1.0))
    return Grading.begin(replace(course, isolation=Isolation.L1), assignment, seed=1)


def run(
    grading: Grading, folder: Path, jobs: int, sources: Mapping[str, str], runner: Runner | None = None
) -> list[Decided]:
    """Run submissions by their names, and list each as it is finished."""
    units = []
    for name, source in sources.items():
        path = folder / name / "one.py"
        write(path, source)
        units.append(Unit(name=name, student=name, submission=read_submission(path, module="one")))
    with LocalExecutor(grading, jobs, runner) as executor:
        return list(executor.run(units))


def processes() -> set[int]:
    """List the processes that this one has started."""
    return {one.pid for one in psutil.Process().children()}


def test_others_overtake_those_that_hang_and_each_has_its_own_clock(grading: Grading, tmp_path: Path) -> None:
    sources = {
        "endless": "def answer():\n    while True: pass\n",
        "waiting": "import time\ndef answer(): time.sleep(1000)\n",
        "vanishing": "import os\ndef answer(): os._exit(0)\n",
        **{f"right{number}": f"{RIGHT}# {number}" for number in range(4)},
    }
    done = run(grading, tmp_path, 3, sources)
    assert {one.name for one in done[:5]} == set(sources) - {"endless", "waiting"}
    assert {one.name for one in done[5:]} == {"endless", "waiting"}
    outcomes = {one.name: one.parts[0].checks[0].outcome for one in done}
    assert outcomes.pop("endless") == outcomes.pop("waiting") == "timeout"
    assert outcomes.pop("vanishing") == "crashed"
    assert set(outcomes.values()) == {"passed"}


def test_a_class_does_not_wait_for_small_changes_to_be_tried(grading: Grading, tmp_path: Path) -> None:
    (done,) = run(grading, tmp_path, 1, {"wrong": "def answer(): return 40 + 1\n"})
    assert "wrong" in {check.outcome for part in done.parts for check in part.checks}
    assert '"one-' not in done.report.replace(" ", "")


def test_submissions_that_hang_make_room_even_on_one_core(
    grading: Grading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.cohort.executor._LONG_SECONDS", 0.5)
    waiting = "import time\ndef answer(): time.sleep(1000)\n"
    sources = {
        "first": waiting,
        "second": f"{waiting}# 2",
        "right": RIGHT,
        "wrong": "def answer(): return 41\n",
    }
    patient = replace(
        grading, assignment=replace(grading.assignment, limits=Limits(cpu_seconds_per_call=2.0))
    )
    done = run(patient, tmp_path, 1, sources)
    assert [one.name for one in done[:2]] == ["right", "wrong"]
    assert {one.name for one in done[2:]} == {"first", "second"}


def test_submission_that_takes_far_longer_than_others_makes_room_before_its_time(
    grading: Grading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.cohort.executor._LONG_SECONDS", 1000.0)
    sources = {
        **{f"right{number}": f"{RIGHT}# {number}" for number in range(3)},
        "waiting": "import time\ndef answer(): time.sleep(1000)\n",
        "last": f"{RIGHT}# last",
    }
    patient = replace(
        grading, assignment=replace(grading.assignment, limits=Limits(cpu_seconds_per_call=2.0))
    )
    done = run(patient, tmp_path, 1, sources)
    assert [one.name for one in done[3:]] == ["last", "waiting"]


@pytest.mark.skipif(not can_fork(), reason="a suite is collected once for all only where processes can fork")
def test_suite_that_ends_its_process_is_told_for_each_without_waiting(
    grading: Grading, tmp_path: Path
) -> None:
    write(tmp_path / "course" / "suites" / "one" / "visible" / "test_visible.py", "import os\nos._exit(7)\n")
    done = run(grading, tmp_path, 2, {f"right{number}": RIGHT for number in range(20)})
    assert len(done) == 20
    assert all("exit status 7" in fault for one in done for fault in one.faults)
    # Waiting for the end of the process anew for each would take its five seconds each time.
    assert sum(one.seconds for one in done) < 20


def test_machine_that_cannot_confine_as_asked_is_refused_before_anything_runs(
    grading: Grading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = replace(grading, course=replace(grading.course, isolation=Isolation.L4))
    # Without bubblewrap on the path there is no L4 anywhere.
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="submissions must be confined at L4"):
        run(strict, tmp_path, 2, {"right": RIGHT})


@pytest.mark.skipif(not can_fork(), reason="a suite is collected once for all only where processes can fork")
def test_executor_that_cannot_be_opened_leaves_no_process(grading: Grading) -> None:
    absent = replace(grading, assignment=replace(grading.assignment, packages=("no-such-package",)))
    before = processes()
    with pytest.raises(UsageError, match="no-such-package"), LocalExecutor(absent):
        pass
    assert processes() == before


@pytest.mark.skipif(not can_fork(), reason="elsewhere every run has a process of its own")
def test_runner_that_was_started_before_is_the_only_one_and_ends_with_the_executor(grading: Grading) -> None:
    before = processes()
    with Runner() as runner:
        started = processes() - before
        with LocalExecutor(grading, 1, runner):
            assert processes() - before == started
        assert processes() == before


def test_runner_that_was_started_before_runs_submissions(grading: Grading, tmp_path: Path) -> None:
    with Runner() as runner:
        (done,) = run(grading, tmp_path, 1, {"right": RIGHT}, runner)
    assert done.parts[0].checks[0].outcome == "passed"
