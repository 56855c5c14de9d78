"""What a worker of Dask does with a suite: it keeps it to itself, and gives no result of what it ended."""

import asyncio
import stat
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import Reschedule
from distributed.protocol.pickle import dumps, loads

from grader.authoring.bundle import make_bundle
from grader.cluster.suite_on_worker import SuiteOnWorker
from grader.cohort.units import Grading, Unit
from grader.course import load_course
from grader.errors import UsageError
from grader.model.isolation import Isolation
from grader.submission.reader import read_submission
from tests.support.class_course import course_with_essay
from tests.support.small_suites import write
from tests.support.tiny_packages import install, installation


@pytest.fixture
def worker(tmp_path: Path) -> Any:
    """What a suite asks of the worker that it is on."""
    (tmp_path / "worker").mkdir()
    return SimpleNamespace(local_directory=str(tmp_path / "worker"), address="tcp://127.0.0.1:1")


@contextmanager
def travelled(folder: Path, worker: Any, packages: tuple[str, ...] = ()) -> Iterator[SuiteOnWorker]:
    """Set up a suite on a worker, as it comes there."""
    folder.mkdir()
    course = replace(load_course(course_with_essay(folder)), isolation=Isolation.L1)
    named = tuple(replace(one, packages=packages) for one in course.assignments)
    course = replace(course, assignments=named)
    grading = Grading.begin(course, course.assignment("one"), seed=1)
    there: SuiteOnWorker = loads(dumps(SuiteOnWorker(grading, make_bundle(course))))
    try:
        asyncio.run(there.setup(worker))
        yield there
    finally:
        asyncio.run(there.teardown(worker))


@pytest.fixture
def suite(tmp_path: Path, worker: Any) -> Iterator[SuiteOnWorker]:
    """A suite that has travelled to a worker and was set up there."""
    with travelled(tmp_path / "course", worker) as there:
        yield there


def unit(folder: Path, source: str) -> Unit:
    write(folder / "one.py", source)
    return Unit(name="a", student="s100", submission=read_submission(folder / "one.py", module="one"))


def test_suite_lies_where_nobody_else_can_read_it_and_is_removed(
    suite: SuiteOnWorker, worker: Any, tmp_path: Path
) -> None:
    (folder,) = Path(worker.local_directory).iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "suites" / "one" / "hidden" / "test_hidden.py").is_file()
    decided = suite.grade(unit(tmp_path, "def answer(): return 42\n"))
    assert decided.parts[0].points == 40
    asyncio.run(suite.teardown(worker))
    assert not folder.exists()


def test_run_that_a_leaving_worker_ends_is_left_to_another_one(
    suite: SuiteOnWorker, worker: Any, tmp_path: Path
) -> None:
    slow = unit(tmp_path, "import time\n\ndef answer():\n    time.sleep(2)\n    return 42\n")
    with ThreadPoolExecutor() as thread:
        running = thread.submit(suite.grade, slow)
        time.sleep(0.5)
        asyncio.run(suite.teardown(worker))
        with pytest.raises(Reschedule):
            running.result()
    with pytest.raises(Reschedule):
        suite.grade(slow)


def test_submissions_on_a_worker_import_what_the_assignment_names(tmp_path: Path, worker: Any) -> None:
    with installation() as folder:
        install(folder, "tiny", {"tiny.py": "ANSWER = 42\n"})
        with travelled(tmp_path / "course", worker, ("tiny==1.0",)) as there:
            decided = there.grade(unit(tmp_path, "import tiny\n\ndef answer(): return tiny.ANSWER\n"))
    assert decided.parts[0].points == 40


def test_worker_without_the_package_is_refused_with_what_to_install(tmp_path: Path, worker: Any) -> None:
    with (
        pytest.raises(UsageError, match=r"The worker at tcp://.*: .*nowhere==2 \(no nowhere") as caught,
        travelled(tmp_path / "course", worker, ("nowhere==2",)),
    ):
        pass
    assert caught.value.advice == "Install it with: python -m pip install nowhere==2"
