"""Where the forks of a warm process run."""

import json
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from grader.suite.forking import can_fork, hand_over, serve_in_forks

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot fork")

CORES = sorted(os.sched_getaffinity(0)) if can_fork() else []


def tell_cores(conversation: socket.socket) -> int:
    conversation.sendall(json.dumps(sorted(os.sched_getaffinity(0))).encode())
    conversation.recv(1)  # until the other end closes
    return 0


@contextmanager
def serving(*, pinned: bool) -> Iterator[socket.socket]:
    ours, theirs = socket.socketpair()
    process = os.fork()
    if process == 0:
        ours.close()
        serve_in_forks(theirs, tell_cores, pinned=pinned)
        os._exit(0)
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        os.waitpid(process, 0)


class Fork:
    """A fork that runs until it is told to end, or closed."""

    def __init__(self, control: socket.socket) -> None:
        self._conversation, theirs = socket.socketpair()
        self._lifeline, handle = socket.socketpair()
        with theirs, handle, tempfile.TemporaryFile() as errors:
            hand_over(control, theirs, handle, errors.fileno())
        self.cores: list[int] = json.loads(self._conversation.recv(4096))

    def end(self) -> None:
        self._conversation.close()
        self._lifeline.recv(64)  # until it has ended

    def close(self) -> None:
        self._conversation.close()
        self._lifeline.close()


@contextmanager
def beginning(*, pinned: bool) -> Iterator[Callable[[], Fork]]:
    """Serve forks, and end those that are left."""
    with ExitStack() as stack:
        control = stack.enter_context(serving(pinned=pinned))
        yield lambda: stack.enter_context(closing(Fork(control)))


def cores_of_forks(count: int, *, pinned: bool) -> list[list[int]]:
    """Return which cores each of some forks may use that run at the same time."""
    with beginning(pinned=pinned) as begin:
        return [begin().cores for _ in range(count)]


def test_pinned_forks_spread_over_the_cores() -> None:
    found = cores_of_forks(2 * len(CORES), pinned=True)
    assert sorted(found) == sorted([core] for core in CORES * 2)


@pytest.mark.skipif(len(CORES) < 2, reason="there is one core")
def test_a_fork_that_goes_on_does_not_keep_its_core_for_itself() -> None:
    with beginning(pinned=True) as begin:
        *others, waits = [begin() for _ in CORES]
        for one in others:
            one.end()
        others = [begin() for _ in others]
        for _ in range(3):
            after = begin()
            assert after.cores == waits.cores
            after.end()
        others[-1].end()
        assert begin().cores == others[-1].cores


def test_forks_may_use_every_core_unless_they_are_pinned() -> None:
    assert cores_of_forks(2, pinned=False) == [CORES, CORES]
