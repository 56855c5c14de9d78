"""Gradebooks for tests: in a file, and on a server of PostgreSQL that is started for them."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.gradebook.store import Gradebook
from tests.support.gradebook_rows import ADA, EDITION, LEI, Clock

OpenGradebook = Callable[[], Gradebook]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a server of PostgreSQL for the tests and return its URL; it refuses to run as root."""
    binaries = _postgresql_binaries()
    if binaries is None:
        pytest.skip("no server of PostgreSQL is installed (Debian's package `postgresql` is enough)")
    as_user = [] if os.getuid() else _as_postgres()
    folder = Path(_made_by(as_user, ["mktemp", "--directory", "/tmp/gradebook-postgresql-XXXXXX"]))  # noqa: S108  # a socket's path must be short
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    data = str(folder / "data")
    _made_by(
        as_user, [str(binaries / "initdb"), "-D", data, "-U", "grader", "--auth=trust", "-E", "UTF8", "-N"]
    )
    control = str(binaries / "pg_ctl")
    _made_by(as_user, [control, "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"])
    try:
        yield f"postgresql://grader@127.0.0.1:{port}"
    finally:
        _made_by(as_user, [control, "-D", data, "-w", "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(postgresql: str, request: pytest.FixtureRequest) -> str:
    """Make an empty database and return its URL."""
    import psycopg

    name = f"test_{abs(hash(request.node.nodeid))}"
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{postgresql}/{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a gradebook can be made: a file, then a database on the server."""
    if request.param == "sqlite":
        return str(tmp_path / "gradebook.sqlite")
    return str(request.getfixturevalue("database"))


@pytest.fixture
def book(where: str) -> Iterator[Gradebook]:
    """Open a gradebook that knows two students and one edition."""
    with Gradebook(where, clock=Clock()) as opened:
        opened.add_students([ADA, LEI])
        opened.add_edition(EDITION)
        yield opened


def _postgresql_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda one: int(one.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("pg_ctl")
    return Path(on_path).resolve().parent if on_path and shutil.which("initdb") else None


def _as_postgres() -> list[str]:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("PostgreSQL refuses to run as root, and there is no setpriv to become another user")
    return [setpriv, "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _made_by(as_user: list[str], command: list[str]) -> str:
    """Run a command as the user of the server and return what it printed."""
    done = subprocess.run(
        [*as_user, *command], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()
