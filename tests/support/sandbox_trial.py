"""Run a few lines of Python as a submission and say what became of them."""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.confinement.readable import find_readable
from grader.sandbox.faults import StudentFault
from grader.sandbox.forked_worker import ForkServer

__all__ = ["DONE", "fork_server", "outcome"]

DONE = "done"
"""What `outcome` says of code that ran to its end."""


@contextmanager
def fork_server(level: Isolation, without: Sequence[str] = ()) -> Iterator[ForkServer]:
    """Start a fork server whose workers leave out some steps of the lock-down."""
    server = ForkServer(level, find_readable(), without)
    try:
        yield server
    finally:
        server.close()


def outcome(server: ForkServer, code: str) -> str:
    """Run `code` when a submission is loaded: `done`, or the name of what it raised and the message."""
    sandbox = Sandbox(textwrap.dedent(code), Limits(), server.start)
    try:
        sandbox.names()
    except StudentFault as fault:
        return f"{getattr(fault, 'exception', '') or type(fault).__name__}: {fault.message}"
    finally:
        sandbox.close()
    return DONE
