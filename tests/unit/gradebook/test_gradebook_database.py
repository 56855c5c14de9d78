"""Several processes open one database at the same time."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradebook import database as database_module
from grader.gradebook.store import Gradebook


@contextmanager
def about_to_write(path: Path) -> Iterator[sqlite3.Connection]:
    """Reserve a new database as another process does that is about to switch it to a write-ahead log."""
    path.touch(0o600)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_file_that_another_one_is_opening_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.sqlite"
    with about_to_write(path) as other:
        end = threading.Timer(0.3, other.execute, ["COMMIT"])
        end.start()
        with Gradebook(path) as book:
            assert book.check() == []
        end.join()


def test_file_that_stays_reserved_is_told_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_PATIENCE", 0.1)
    path = tmp_path / "gradebook.sqlite"
    with about_to_write(path), pytest.raises(UsageError, match="cannot be used: database is locked"):
        Gradebook(path)
    with Gradebook(path) as book:
        assert book.check() == []
