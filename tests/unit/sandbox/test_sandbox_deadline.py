"""When the grader looks at what a call has used, and what it makes of that."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import pytest

from grader.model.limits import Limits
from grader.sandbox import deadline as module
from grader.sandbox.deadline import Deadline, TimeAccount
from grader.sandbox.faults import StudentFault, TimedOut

IDLE_SECONDS = 1.0


@dataclass
class Machine:
    """A clock, and a worker that gets a share of a processor."""

    now: float = 100.0
    used: float = 3.0
    share: float = 1.0
    seconds_per_look: float = 0.0
    looks: int = 0

    def monotonic(self) -> float:
        return self.now

    def cpu_seconds(self) -> float:
        self.looks += 1
        self.now += self.seconds_per_look
        return self.used

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.used += self.share * seconds


@contextmanager
def call(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, limit: float, cpu_before: float | None = None
) -> Iterator[Deadline]:
    monkeypatch.setattr(module, "time", machine)
    limits = Limits(cpu_seconds_per_call=limit)
    worker = cast("Any", machine)
    with Deadline(worker, limits, lambda: IDLE_SECONDS, lambda _: None, cpu_before) as deadline:
        yield deadline


def run_to_the_end(machine: Machine, deadline: Deadline) -> StudentFault:
    while True:
        machine.wait(deadline.until_check() + 1e-6)
        try:
            deadline.check()
        except TimedOut as fault:
            return fault


@pytest.mark.parametrize("limit", [0.05, 0.25, 1.0, 1.03])
@pytest.mark.parametrize("share", [1.0, 0.9, 0.3])
@pytest.mark.parametrize("cpu_before", [3.0, None])
def test_endless_call_is_ended_within_a_hundredth_of_a_second_of_its_limit(
    limit: float, share: float, cpu_before: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(share=share)
    with call(machine, monkeypatch, limit, cpu_before) as deadline:
        fault = run_to_the_end(machine, deadline)
    unknown = 0 if cpu_before else 0.05 * (1 - share)  # of the time before the first look
    assert limit - unknown < machine.used - 3.0 < limit + 0.01
    assert f"more than {limit:g} s of CPU time" in str(fault)
    assert machine.looks < 20 * limit / share + 20


@pytest.mark.parametrize("limit, share", [(0.8, 1 / 8), (0.05, 1.0), (0.02, 1.0)])
def test_little_time_is_measured_from_its_beginning(
    limit: float, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(share=0.3)
    monkeypatch.setattr(module, "time", machine)
    account = TimeAccount(Limits(cpu_seconds_per_call=limit))
    with account.deadline(cast("Any", machine), "run", share) as deadline:
        run_to_the_end(machine, deadline)
    assert share * limit < machine.used - 3.0 < share * limit + 0.01


def test_answer_is_waited_for_however_long_it_takes_to_learn_what_was_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(seconds_per_look=0.02)
    with call(machine, monkeypatch, 0.1, 3.0) as deadline:
        machine.wait(0.098)
        deadline.check()
        assert deadline.until_check() > 0.004
        machine.wait(1.0)
        assert deadline.until_check() > 0, "nothing would be read"


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
