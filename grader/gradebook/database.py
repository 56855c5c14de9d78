"""Opens the database of a gradebook: SQLite in a file, or PostgreSQL by URL, in the state of this release."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from grader.errors import UsageError

__all__ = ["NEWEST", "REVISIONS", "connect", "describe_url", "open_database", "translated"]

REVISIONS: Final = ("0001", "0002")
NEWEST: Final = REVISIONS[-1]
_VERSION_TABLE: Final = "gradebook_version"
# How long one process waits for another that is writing, in seconds.
_PATIENCE: Final = 30
# Between two tries where SQLite does not wait by itself, in seconds.
_PAUSE: Final = 0.01
# Any number, as long as it is the same for everybody who migrates a gradebook.
_MIGRATION_LOCK: Final = 7_135_002_941


def open_database(where: str | Path, *, create: bool = True) -> Engine:
    """Open a database and bring its tables to the state of this release.

    Args:
        where: A path, or a URL that begins with `sqlite:` or `postgresql:`.
        create: Whether to make a file that does not exist.

    Raises:
        UsageError: It cannot be opened, is of a newer release or another program, or does not exist and is
            not to be made.
    """
    url = _url(where)
    path = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
    if path is not None:
        _require_file(path, create=create)
    with translated(describe_url(url)):
        engine = _engine(url)
        try:
            _bring_up_to_date(engine, path)
        except BaseException:
            engine.dispose()
            raise
    return engine


def describe_url(url: URL) -> str:
    """Name a database in a message: the path of a file, or a URL without its password."""
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string()


@contextmanager
def connect(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """Run one transaction: it is committed whole at the end, or nothing of it is.

    Args:
        engine: The database.
        writes: Whether it writes; SQLite then lets nobody else write from the beginning.

    Raises:
        UsageError: The database cannot be read or written.
    """
    with (
        translated(describe_url(engine.url)),
        engine.connect().execution_options(writes=writes) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn an error of the database into one that says what to do."""
    try:
        yield
    except DBAPIError as error:
        told = str(error.orig).strip().split("\n")[0]
        raise UsageError(
            f"The gradebook {name} cannot be used: {told}.",
            "Nothing of what was under way was stored; what was stored before is kept. "
            "Make sure that the disk has room and the database can be reached, then run the command again.",
        ) from error
    except SQLAlchemyError as error:
        raise UsageError(f"The gradebook {name} cannot be used: {error}.") from error


def _url(where: str | Path) -> URL:
    told = str(where)
    if isinstance(where, Path) or "://" not in told:
        return URL.create("sqlite", database=told)
    try:
        url = make_url(told)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise UsageError(
            "The URL of the gradebook cannot be read.", "Write it as postgresql://user@host/name."
        ) from error
    if backend == "sqlite" and url.database not in {None, "", ":memory:"}:
        return url.set(drivername="sqlite")
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise UsageError(
        f"A gradebook cannot be kept in {backend}.",
        "Name a file, or a database of PostgreSQL: postgresql://user@host/name.",
    )


def _require_file(path: Path, *, create: bool) -> None:
    """Make the file, readable by its owner alone, before SQLite would make it readable by everyone."""
    if path.exists():
        return
    if not create:
        raise UsageError(
            f"There is no gradebook {path}.", "`grade class` makes one; or name another with GRADE_GRADEBOOK."
        )
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise UsageError(
            f"The gradebook {path} cannot be made: {error.strerror or error}.",
            "Choose a folder you may write to.",
        ) from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        try:
            return create_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED")
        except ImportError as error:
            raise UsageError(
                "A gradebook in PostgreSQL needs psycopg, which is not installed.",
                "Install it with: pip install 'backprop-grader[postgres]'",
            ) from error
    engine = create_engine(url, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # Transactions begin when we say so, tables included, and not when Python's driver guesses.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous=FULL")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch a file to a write-ahead log, which it keeps.

    Two that switch a new file at the same time would wait for each other, so that SQLite refuses one of them
    at once instead of letting it wait: https://www.sqlite.org/c3ref/busy_handler.html. It finds the file
    switched when it tries again.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # Two that read first and write later would each wait for the other to end.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine, path: Path | None) -> None:
    with connect(engine, writes=False) as connection:
        if _version(connection, engine) == NEWEST:
            return
    with connect(engine, writes=True) as connection:
        if path is None:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        version = _version(connection, engine)
        if version == NEWEST:
            return
        if version and path:
            _back_up(path, version)
        _upgrade(connection)


def _version(connection: Connection, engine: Engine) -> str:
    """Return the state of the tables; empty where there are none.

    Raises:
        UsageError: They are of a newer release, or another program's.
    """
    name = describe_url(engine.url)
    tables = set(inspect(connection).get_table_names())
    if _VERSION_TABLE not in tables:
        if tables & {"students", "attempts", "results"} or (tables and engine.dialect.name == "sqlite"):
            raise UsageError(
                f"{name} is a database of another program, not a gradebook.", "Name another file or database."
            )
        return ""
    version = str(connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar_one())  # noqa: S608  # a constant
    if version not in REVISIONS:
        raise UsageError(
            f"The gradebook {name} is of a newer release of the grader: its tables are {version}, and this"
            f" release knows {NEWEST}. It was not touched.",
            "Bring the grader up to date with: pip install --upgrade backprop-grader",
        )
    return version


def _back_up(path: Path, version: str) -> None:
    """Copy the file as it is before its tables are changed; the copy is never overwritten."""
    number = 0
    while True:
        suffix = f"-{number}" if number else ""
        target = path.with_name(f"{path.name}.before-{NEWEST}-from-{version}{suffix}")
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            break
        except FileExistsError:
            number += 1
    with closing(sqlite3.connect(path)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _upgrade(connection: Connection) -> None:
    # Alembic takes long to import, and a gradebook is migrated once.
    from alembic import command  # noqa: PLC0415  # see above
    from alembic.config import Config  # noqa: PLC0415  # see above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
