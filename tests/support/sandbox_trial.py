"""Run a few lines of Python as a submission and say what became of them."""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from grader.sandbox.client import Sandbox
from grader.sandbox.faults import StudentFault
from grader.sandbox.forked import ForkServer
from grader.sandbox.levels import Level
from grader.sandbox.limits import WorkerLimits
from grader.sandbox.readable import find_readable

__all__ = ["DONE", "fork_server", "outcome"]

DONE = "done"
"""What `outcome` says of code that ran to its end."""


@contextmanager
def fork_server(level: Level, without: Sequence[str] = ()) -> Iterator[ForkServer]:
    """Start a warm parent whose workers leave out some steps of the lock-down."""
    server = ForkServer(level, find_readable(), without)
    try:
        yield server
    finally:
        server.close()


def outcome(server: ForkServer, code: str) -> str:
    """Run `code` when a submission is loaded: `done`, or the name of what it raised and the message."""
    sandbox = Sandbox(textwrap.dedent(code), WorkerLimits(), server.start)
    try:
        sandbox.names()
    except StudentFault as fault:
        return f"{getattr(fault, 'exception', '') or type(fault).__name__}: {fault.message}"
    finally:
        sandbox.close()
    return DONE
