"""Fork servers shared by the tests of this folder: starting one takes longer than most tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from grader.model.isolation import Isolation
from grader.sandbox.forked_worker import ForkServer, ForkServerError
from tests.support.sandbox_talk import Start
from tests.support.sandbox_trial import fork_server

Servers = Callable[..., ForkServer]


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Return a function that starts a fork server, or finds the one it started before."""
    started: dict[tuple[Isolation, frozenset[str]], ForkServer] = {}
    with ExitStack() as stack:

        def find(level: Isolation, *without: str) -> ForkServer:
            key = (level, frozenset(without))
            if key not in started:
                started[key] = stack.enter_context(fork_server(level, without))
            try:
                started[key].wait_until_ready()
            except ForkServerError as error:
                pytest.skip(f"{level} is not available here: {error}")
            return started[key]

        yield find


@pytest.fixture
def start(servers: Servers) -> Start:
    """Start a plain worker from a fork server."""
    return servers(Isolation.L1).start
