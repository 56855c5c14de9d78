"""A server of PostgreSQL that is started for the tests, in a folder of its own."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["make_database", "running_postgresql"]


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Run a server and give its URL; it refuses to run as root, and becomes another user then."""
    binaries = _binaries()
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


def make_database(server: str, name: str) -> str:
    """Make an empty database on a server and return its URL."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server}/{name}"


def _binaries() -> Path | None:
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
