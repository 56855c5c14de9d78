"""No attempt is lost, doubled or half-written: by a kill at any moment, nor by two that write at once."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from grader.gradebook.store import Gradebook
from tests.support.documents import ROOT
from tests.support.recording_loop import student_key

KILLS = 10
COUNT = 150


def start(where: str, first: int = 0, count: int = COUNT) -> subprocess.Popen[str]:
    """Start a process that records attempts."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.recording_loop", where, str(first), str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> list[str]:
    """Wait for a process and return whom it said it recorded."""
    told, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return told.split()


def rows(where: str) -> list[tuple[Any, ...]]:
    """Return everything that a gradebook has of attempts but when it was stored."""
    with Gradebook(where, create=False) as book:
        assert book.check() == []
        return [(one.submitted, one.result) for one in book.attempts(texts=True)]


@pytest.mark.slow
def test_kills_at_any_moment_lose_and_double_nothing(where: str, tmp_path: Path) -> None:
    undisturbed = str(tmp_path / "undisturbed.sqlite")
    finish(start(undisturbed))
    said: list[str] = []
    chance = random.Random(11)  # noqa: S311  # no secret
    for _ in range(KILLS):
        process = start(where)
        assert process.stdout is not None
        # The first line comes when the database is open; then it is killed within a few attempts.
        first = process.stdout.readline()
        said += first.split()
        time.sleep(chance.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
        process.stdout.close()
        process.wait()
        # What is cut off in the middle of a line was stored before it was said.
        said += [one for one in rest.split("\n")[:-1] if one]
        assert first, "everything was recorded before the last kill: there must be more to record"
    with Gradebook(where, create=False) as book:
        kept = {one.submitted.student for one in book.attempts()}
    assert set(said) <= kept
    assert len(said) == len(set(said))
    finish(start(where))
    assert rows(where) == rows(undisturbed)


@pytest.mark.slow
def test_kill_while_the_gradebook_is_made_leaves_one_that_opens(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311  # no secret
    for number in range(5):
        where = str(tmp_path / f"{number}.sqlite")
        process = start(where, count=2)
        path = Path(where)
        while not path.exists() and process.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.3))
        process.kill()
        process.communicate()
        assert set(finish(start(where, count=2))) <= {student_key(0), student_key(1)}
        assert len(rows(where)) == 2


@pytest.mark.slow
def test_two_that_write_at_once_lose_and_double_nothing(where: str, tmp_path: Path) -> None:
    undisturbed = str(tmp_path / "undisturbed.sqlite")
    finish(start(undisturbed))
    both = [start(where, 0, 100), start(where, 50, 100)]
    for process in both:
        finish(process)
    assert sorted(rows(where), key=repr) == sorted(rows(undisturbed), key=repr)
    with Gradebook(where, create=False) as book:
        sizes = book.sizes()
    assert (sizes["students"], sizes["attempts"], sizes["results"]) == (COUNT, COUNT, COUNT)
