"""Where the forks of a warm process run."""

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

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


def cores_of_forks(count: int, *, pinned: bool) -> list[list[int]]:
    """Return which cores each of some forks may use that run at the same time."""
    with ExitStack() as stack:
        control = stack.enter_context(serving(pinned=pinned))
        errors = stack.enter_context(tempfile.TemporaryFile())
        conversations = []
        for _ in range(count):
            ours, theirs = socket.socketpair()
            lifeline, handle = socket.socketpair()
            with theirs, handle:
                hand_over(control, theirs, handle, errors.fileno())
            conversations.append(stack.enter_context(ours))
            stack.enter_context(lifeline)
        return [json.loads(one.recv(4096)) for one in conversations]


def test_pinned_forks_spread_over_the_cores() -> None:
    found = cores_of_forks(2 * len(CORES), pinned=True)
    assert sorted(found) == sorted([core] for core in CORES * 2)


def test_forks_may_use_every_core_unless_they_are_pinned() -> None:
    assert cores_of_forks(2, pinned=False) == [CORES, CORES]
