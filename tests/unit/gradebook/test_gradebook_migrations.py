"""A gradebook of any release opens in this one, and one of a newer release is left alone."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from grader.errors import UsageError
from grader.gradebook import database as database_module
from grader.gradebook.database import NEWEST, REVISIONS
from grader.gradebook.store import Gradebook
from grader.gradebook.tables import METADATA

FIRST_RELEASE = Path(__file__).parents[2] / "data" / "gradebook" / "first_release.sql"


def first_release(path: Path) -> Path:
    """Make the gradebook that the first release left behind."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_RELEASE.read_text(encoding="utf-8"))
    return path


def test_steps_are_listed_in_their_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database_module.__file__).parent / "migrations"))
    steps = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(steps)) == REVISIONS


def test_steps_make_the_tables_of_this_release(book: Gradebook) -> None:
    with book.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "gradebook_version"})
        assert compare_metadata(context, METADATA) == []
        assert connection.execute(text("SELECT version_num FROM gradebook_version")).scalar_one() == NEWEST


def test_first_release_is_brought_up_to_date_after_a_backup(tmp_path: Path) -> None:
    path = first_release(tmp_path / "gradebook.sqlite")
    before = path.read_bytes()
    with Gradebook(path) as book:
        (attempt,) = book.attempts(texts=True)
        assert (attempt.submitted.student, attempt.result.source) == ("s100", "x = 1\n")
        assert book.corrections() == []
        assert book.check() == []
    (backup,) = [one for one in tmp_path.iterdir() if one != path]
    assert backup.name == f"gradebook.sqlite.before-{NEWEST}-from-0001"
    assert backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(backup)) as old, closing(sqlite3.connect(":memory:")) as new:
        new.executescript(FIRST_RELEASE.read_text(encoding="utf-8"))
        assert list(old.iterdump()) == list(new.iterdump())
    assert before != path.read_bytes()


def test_failed_step_leaves_the_gradebook_as_it_was(tmp_path: Path) -> None:
    path = first_release(tmp_path / "gradebook.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        # The second step of Alembic's tables cannot be made where its name is taken.
        connection.execute("CREATE TABLE revocations (x)")
    with pytest.raises(UsageError, match="already exists"):
        Gradebook(path)
    with closing(sqlite3.connect(path)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert "corrections" not in names
        assert connection.execute("SELECT version_num FROM gradebook_version").fetchone() == ("0001",)


def test_newer_release_is_refused_and_not_touched(book: Gradebook, where: str) -> None:
    with book.writing() as (connection, _):
        connection.execute(text("UPDATE gradebook_version SET version_num = '0099'"))
    with pytest.raises(UsageError, match=r"newer release.*0099") as raised:
        Gradebook(where)
    assert "pip install --upgrade" in str(raised.value)


def test_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE places (url)")
    with pytest.raises(UsageError, match="another program"):
        Gradebook(path)
    (tmp_path / "text.sqlite").write_text(
        "no database, and long enough to be read as one\n" * 20, encoding="utf-8"
    )
    with pytest.raises(UsageError, match="not a database"):
        Gradebook(tmp_path / "text.sqlite")
