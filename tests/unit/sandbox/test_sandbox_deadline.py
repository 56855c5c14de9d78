"""When the grader looks at what a call has used, and what it makes of that."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import pytest

from grader.model.limits import Limits
from grader.sandbox import deadline as module
from grader.sandbox.deadline import Deadline
from grader.sandbox.faults import StudentFault, TimedOut

IDLE_SECONDS = 1.0


@dataclass
class Machine:
    """A clock, and a worker that gets a share of a processor."""

    now: float = 100.0
    used: float = 3.0
    share: float = 1.0
    looks: int = 0

    def monotonic(self) -> float:
        return self.now

    def cpu_seconds(self) -> float:
        self.looks += 1
        return self.used

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.used += self.share * seconds


@contextmanager
def call(machine: Machine, monkeypatch: pytest.MonkeyPatch, limit: float) -> Iterator[Deadline]:
    monkeypatch.setattr(module, "time", machine)
    limits = Limits(cpu_seconds_per_call=limit)
    with Deadline(cast("Any", machine), limits, lambda: IDLE_SECONDS, lambda _: None) as deadline:
        yield deadline


def run_to_the_end(machine: Machine, deadline: Deadline) -> StudentFault:
    while True:
        machine.wait(deadline.until_check() + 1e-6)
        try:
            deadline.check()
        except TimedOut as fault:
            return fault


@pytest.mark.parametrize("limit", [0.02, 0.25, 1.0, 1.03])
@pytest.mark.parametrize("share", [1.0, 0.9, 0.5])
def test_endless_call_is_ended_within_a_hundredth_of_a_second_of_its_limit(
    limit: float, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(share=share)
    with call(machine, monkeypatch, limit) as deadline:
        fault = run_to_the_end(machine, deadline)
    unknown = 0 if limit < 0.05 else 0.05 * (1 - share)  # of the time before the first look
    assert limit - unknown < machine.used - 3.0 < limit + 0.01
    assert f"more than {limit:g} s of CPU time" in str(fault)
    assert machine.looks < 20 * limit / share + 20


def test_call_that_sleeps_is_ended_when_it_has_waited_and_one_that_hardly_computes_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asleep = Machine(share=0.01)
    with call(asleep, monkeypatch, 1.0) as deadline:
        run_to_the_end(asleep, deadline)
        assert deadline.was_idle
    assert IDLE_SECONDS < asleep.now - 100 < IDLE_SECONDS + 0.1
    computing = Machine(share=0.025)
    with call(computing, monkeypatch, 0.15) as deadline:
        run_to_the_end(computing, deadline)
        assert not deadline.was_idle
    assert computing.now - 100 > IDLE_SECONDS


def test_call_is_looked_at_no_sooner_than_there_can_be_something_to_see(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine()
    with call(machine, monkeypatch, 1.0) as deadline:
        machine.wait(0.9 * deadline.until_check())
        deadline.check()
        looks = machine.looks
        machine.wait(deadline.until_check() + 1e-6)
        deadline.check()
    assert (looks, machine.looks) == (0, 1)
