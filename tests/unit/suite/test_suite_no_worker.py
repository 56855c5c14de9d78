"""Where no worker can be had, the machine is at fault: points are withheld, not lost."""

import socket

import pytest

from grader.model.check import Fault, Outcome
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import NoWorker
from grader.suite.verdicts import verdict_of
from grader.wire.channel import MAX_FRAME_BYTES, Channel


class Unconfined:
    """A worker that was gone before it served, as one is whose confinement fails."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        theirs.close()
        self.channel = Channel(ours, MAX_FRAME_BYTES)

    def cpu_seconds(self) -> float:
        return 0.0

    def kill(self, grace: float = 0.0) -> str:
        del grace
        self.channel.close()
        return "ended with exit status 97"

    @property
    def fault(self) -> str:
        return "it could not be confined"


def test_a_worker_that_could_not_be_confined_is_no_crash_of_the_students() -> None:
    sandbox = Sandbox("x = 1", Limits(), Unconfined)
    with pytest.raises(NoWorker, match="could not be confined") as caught:
        sandbox.names()
    verdict = verdict_of(caught.value)
    assert (verdict.outcome, verdict.fault) == (Outcome.PENDING, Fault.GRADER)
