"""`grade class --scheduler` on a real Dask cluster: what it stores, whoever is lost, and what it refuses."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import __version__
from grader.errors import UsageError
from grader.gradebook.store import Gradebook
from tests.support.class_course import class_course
from tests.support.class_downloads import write_zip
from tests.support.command import grade
from tests.support.dask_cluster import DaskCluster, kill_at_once
from tests.support.documents import ROOT
from tests.support.gradebook_rows import START

COUNT = 24
SLOW = """
import time

def answer():
    time.sleep(0.3)
    return {answer}  # {number}
"""
COMMAND = ("class", "one", "handed-in.zip", "--zone", "UTC")


def source(number: int) -> str:
    """Write a submission like no other: right or wrong ones, an endless one, one that ends its process."""
    match number:
        case 5:
            return "def answer():\n    while True: pass\n"
        case 6:
            return "import os\n\ndef answer():\n    os._exit(0)\n"
        case 7:
            return "def answer( return\n"
        case _:
            return SLOW.format(answer=42 - (number % 3 == 0), number=number)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = class_course(tmp_path / "course")
    files = {f"student{n}_{600 + n}_{900 + n}_one.py": source(n) for n in range(COUNT)}
    write_zip(folder / "handed-in.zip", files)
    return folder


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[DaskCluster]:
    folder = tmp_path / "dask"
    folder.mkdir()
    with DaskCluster(folder) as running:
        yield running


def rows(gradebook: Path) -> list[tuple[Any, ...]]:
    """Return what a gradebook has of attempts but when it was stored."""
    if not gradebook.exists():
        return []
    try:
        with Gradebook(gradebook, create=False) as book:
            found = [
                (one.submitted, replace(one.result, graded_at=START)) for one in book.attempts(texts=True)
            ]
    # Not all of its tables are there yet.
    except UsageError:
        return []
    return sorted(found, key=repr)


def test_class_on_a_cluster_is_stored_as_on_one_machine_whoever_is_lost_meanwhile(
    course: Path, cluster: DaskCluster
) -> None:
    # The same seed for both, for everyone gets the same draws.
    with Gradebook(course / "alone.sqlite") as book:
        book.seed("one")
    shutil.copy(course / "alone.sqlite", course / "gradebook.sqlite")
    for _ in range(3):
        cluster.add_worker()
    with grading(course, cluster) as running:
        until(lambda: len(rows(course / "gradebook.sqlite")) >= COUNT // 4, running)
        cluster.kill_worker(signal.SIGTERM)
        until(lambda: len(rows(course / "gradebook.sqlite")) >= COUNT // 3, running)
        cluster.kill_worker(signal.SIGKILL)
        until(lambda: len(rows(course / "gradebook.sqlite")) >= COUNT // 2, running)
        cluster.restart_scheduler()
        told, _ = running.communicate(timeout=240)
    assert running.returncode == 0, told
    assert f"{COUNT} submissions: {COUNT} graded, 0 known before" in told
    assert "distributed" not in told
    assert "Traceback" not in told
    on_cluster = rows(course / "gradebook.sqlite")
    assert len(on_cluster) == COUNT
    assert not cluster.leftovers()
    alone = grade(*COMMAND, "--gradebook", "alone.sqlite", cwd=course)
    assert alone.status == 0, alone.err
    assert on_cluster == rows(course / "alone.sqlite")


def test_cluster_that_cannot_grade_as_this_machine_does_is_refused(
    course: Path, cluster: DaskCluster
) -> None:
    of_another_version = cluster.add_worker("import grader; grader.__version__ = '0.0.9'")
    without_grader = cluster.add_worker("import sys; sys.modules['grader'] = None")
    cluster.wait_for_workers(2)
    told = refused(course, cluster)
    assert f"The grader of this machine is {__version__}, and on the cluster at {cluster.address} " in told
    assert " has 0.0.9" in told
    assert " has none that is of use" in told
    assert f"pip install 'backprop-grader[cluster]=={__version__}'" in told
    for worker in (of_another_version, without_grader):
        kill_at_once(worker)

    text = (course / "assignments.yaml").read_text(encoding="utf-8")
    demanding = text.replace('version: "1"', 'version: "1"\n  isolation: L4')
    (course / "assignments.yaml").write_text(demanding, encoding="utf-8")
    cluster.add_worker(environment={"PATH": "/nowhere"})
    cluster.wait_for_workers(1)
    told = refused(course, cluster)
    assert "The worker at tcp://127.0.0.1:" in told
    assert "L4" in told
    # The file that is no Python needs no worker.
    assert [submitted.student for submitted, _ in rows(course / "gradebook.sqlite")] == ["607"]


def test_worker_that_joins_later_and_cannot_grade_ends_the_run_and_keeps_what_is_stored(
    course: Path, cluster: DaskCluster
) -> None:
    good = cluster.add_worker()
    with grading(course, cluster) as running:
        until(lambda: len(rows(course / "gradebook.sqlite")) >= 2, running)
        cluster.add_worker("import grader; grader.__version__ = '0.0.9'")
        told, _ = running.communicate(timeout=240)
    assert running.returncode == 2
    assert "it has version 0.0.9 of the grader" in told
    assert "Traceback" not in told
    assert rows(course / "gradebook.sqlite")
    assert good.poll() is None


def test_unit_that_is_given_up_is_pending_and_tried_again(course: Path, tmp_path: Path) -> None:
    slow = source(1).replace("0.3", "1.5")
    files = {"a_601_901_one.py": source(2), "b_602_902_one.py": slow}
    write_zip(course / "handed-in.zip", files)
    (tmp_path / "dask").mkdir()
    with DaskCluster(tmp_path / "dask", allowed_failures=0) as cluster:
        cluster.add_worker()
        with grading(course, cluster) as running:
            until(lambda: bool(rows(course / "gradebook.sqlite")), running)
            cluster.kill_worker(signal.SIGKILL)
            cluster.add_worker()
            told, _ = running.communicate(timeout=240)
        assert running.returncode == 3, told
        assert "the workers of the cluster that graded it were lost" in told
        assert sorted(int(result.pending) for _, result in rows(course / "gradebook.sqlite")) == [0, 40]
        again = grade(*COMMAND, "--pending", "--scheduler", cluster.address, cwd=course)
    assert again.status == 0, again.err
    assert [result.pending for _, result in rows(course / "gradebook.sqlite")] == [0, 0]


def test_scheduler_without_workers_is_reported_with_the_remedy(course: Path, cluster: DaskCluster) -> None:
    told = refused(course, cluster)
    assert f"The cluster at {cluster.address} has no workers." in told
    assert f"dask worker {cluster.address} --nthreads 1" in told


def refused(course: Path, cluster: DaskCluster) -> str:
    """Return what the command says when it grades nothing."""
    done = grade(*COMMAND, "--scheduler", cluster.address, cwd=course)
    assert done.status == 2, done.err
    assert "Traceback" not in done.err
    return " ".join(done.err.split())


@contextmanager
def grading(course: Path, cluster: DaskCluster) -> Iterator[subprocess.Popen[str]]:
    """Grade the class on the cluster, in a process that is killed in the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "grader", *COMMAND, "--scheduler", cluster.address],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def until(holds: Callable[[], bool], running: subprocess.Popen[str]) -> None:
    """Wait until something holds, as long as a process is running."""
    while not holds():
        assert running.poll() is None, running.communicate()[0]
        time.sleep(0.05)
