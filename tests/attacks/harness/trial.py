"""Run an attack in one worker and observe it from outside."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from grader.model.assignment import Tolerance
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import StudentFault, WallClock
from grader.sandbox.forked_worker import ForkedWorker
from grader.suite.comparison import Expect, WrongAnswer
from grader.suite.handles import HandleError
from grader.suite.session import Session
from grader.suite.verdicts import verdict_of
from grader.wire.channel import MAX_FRAME_BYTES
from tests.attacks.harness.attack import Attack
from tests.attacks.harness.course import inputs_of, right_answers
from tests.attacks.harness.observed_sandbox import AttackLimits, ObservedSandbox
from tests.attacks.harness.watch import Watch, descendants
from tests.attacks.harness.world import World, settle

__all__ = ["Trial", "carried", "judge_world", "run_check"]

_EXPECTED: Final = (StudentFault, WallClock, WrongAnswer, HandleError)
_LEAVING_SECONDS: Final = 5.0
_OWN_MEMORY: Final = 200 << 20


@dataclass(slots=True)
class Trial:
    """What became of an attack.

    Attributes:
        verdict: Outcome of the check, or points.
        breaches: Evidence by kind of breach; empty if nothing got out.
        message: What the outcome says, for whoever reads a failing test.
    """

    verdict: str
    breaches: dict[str, str] = field(default_factory=dict)
    message: str = ""

    def note(self, kind: str, evidence: str) -> None:
        """Note a breach, if there is evidence."""
        if evidence:
            self.breaches[kind] = evidence


def run_check(
    attack: Attack,
    world: World,
    start: Callable[[], ForkedWorker],
    without: frozenset[str] = frozenset(),
) -> Trial:
    """Run one check of an attack's functions in a fresh worker, as often as it has phases."""
    world.reset()
    limits = AttackLimits.of(attack)
    known = descendants(os.getpid())
    trial = Trial("")
    beside = "@neighbour@" in attack.source
    with Watch(known) as watch, _neighbour(world, start) if beside else nullcontext():
        for phase in range(1, attack.phases + 1):
            _one_phase(attack, world, phase, _sandbox(attack, world, phase, start, without), trial)
    judge_world(trial, world, known)
    _judge_watch(trial, watch, limits, permitted=2 if beside else 1)
    return trial


@contextmanager
def _neighbour(world: World, start: Callable[[], ForkedWorker]) -> Iterator[None]:
    """Have another worker beside the attack's, as when a solution runs, which knows a secret."""
    sandbox = Sandbox(f"NOTE = {world.secrets['neighbour']!r} * 10\n", Limits(), start)
    sandbox.names()
    try:
        yield
    finally:
        sandbox.close()


def _sandbox(
    attack: Attack, world: World, phase: int, start: Callable[[], ForkedWorker], without: frozenset[str]
) -> ObservedSandbox:
    return ObservedSandbox(world.fill(attack.source, phase), AttackLimits.of(attack, without), start)


def _one_phase(attack: Attack, world: World, phase: int, sandbox: ObservedSandbox, trial: Trial) -> None:
    began = time.monotonic()
    carriers: list[bytes] = []
    error = _check(sandbox, carriers)
    trial.verdict = "timeout" if isinstance(error, WallClock) else str(verdict_of(error).outcome or "wrong")
    trial.message = f"{type(error).__name__}: {error}"
    waited = time.monotonic() - began
    carriers.append(f"{error!r} {error} {getattr(error, 'frames', '')}".encode())
    if phase == attack.phases:
        trial.note("secret", world.found_in(carriers))
    strict = AttackLimits.of(attack)
    sandbox.close()
    used = sum(worker.cpu_seconds() for worker in sandbox.workers)
    if used > 2 * strict.cpu_seconds_per_call + 0.2:
        trial.note("overrun", f"{used:.2f} s of CPU time, {strict.cpu_seconds_per_call} s per call permitted")
    if waited > 2 * strict.wall_seconds + 1.0:
        trial.note("overrun", f"waited {waited:.1f} s, {strict.wall_seconds} s permitted")
    if sandbox.kept > strict.output_bytes:
        trial.note("output", f"{sandbox.kept} characters were kept, {strict.output_bytes} are permitted")
    if error is not None and not isinstance(error, _EXPECTED):
        trial.note("collapse", f"{error!r}")
    if any(channel.urgent for channel in sandbox.channels):
        trial.note("channel", "a byte came out of turn")
    greatest = max((channel.greatest for channel in sandbox.channels), default=0)
    if greatest > MAX_FRAME_BYTES + (1 << 17):
        trial.note("flood", f"{greatest} bytes of one message were taken")


def _check(sandbox: ObservedSandbox, carriers: list[bytes]) -> BaseException | None:
    """Run what a check runs; keep everything that leaves the worker."""
    session = Session(sandbox, {})
    expect = Expect(Tolerance(), session)
    inputs = inputs_of("hidden", 0)
    values, gradients = right_answers(inputs)
    error: BaseException | None = None
    try:
        arguments = {name: inputs[name] for name in ("x", "w1", "w2", "b")}
        answer = session.resolve("forward")(**arguments)
        carriers += carried(answer)
        expect(answer, values["y_hat"], "y_hat")
        if "backward" in sandbox.names():
            answer = session.resolve("backward")(**inputs)
            carriers += carried(answer)
            expect(answer, gradients, "gradients")
    except Exception as problem:  # noqa: BLE001  # whatever it is, it is what is to be judged
        error = problem
    sandbox.kept = max(sandbox.kept, len(session.output))
    carriers.append(session.output.encode("utf-8", "replace"))
    with suppress(Exception):
        session.finish()
        # What is to be forgotten travels with the first request of the check that comes after.
        if "next_check" in sandbox.names():
            session.resolve("next_check")()
    return error


def carried(value: Any) -> Iterator[bytes]:
    """Give the bytes a plain value could carry a secret in."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from carried(key)
            yield from carried(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from carried(item)
    elif isinstance(value, np.ndarray):
        yield value.tobytes()
        with suppress(TypeError, ValueError, OverflowError):
            yield bytes(int(item) for item in value.ravel()[: 10**6].tolist())
    elif isinstance(value, bytes):
        yield value
    elif not isinstance(value, str | int | float | complex | None | np.generic):
        return
    else:
        with suppress(ValueError):  # an integer too long to be written out
            yield str(value).encode("utf-8", "replace")


def judge_world(trial: Trial, world: World, known: set[int]) -> None:
    """Note what became of everything outside the worker."""
    # Those that were killed take their time to go where the machine is busy.
    settle(lambda: not descendants(os.getpid()) - known, seconds=_LEAVING_SECONDS)
    left = descendants(os.getpid()) - known
    trial.note("process", f"{len(left)} left behind" if left else "")
    trial.note("beacon", world.changes())
    trial.note("contact", ", ".join(world.contacts()))
    trial.note("signal", world.victim_state())
    trial.note("left", world.left())
    for pid in left:
        with suppress(OSError):
            os.kill(pid, 9)


def _judge_watch(trial: Trial, watch: Watch, limits: AttackLimits, permitted: int) -> None:
    if watch.processes > permitted:
        trial.note("process", f"{watch.processes} at once")
    if watch.threads > 1:
        trial.note("thread", f"{watch.threads} threads")
    if watch.memory > limits.memory_bytes:
        trial.note("memory", f"{watch.memory >> 20} MiB held")
    if watch.own_memory > _OWN_MEMORY:
        trial.note("memory", f"the grader grew by {watch.own_memory >> 20} MiB")
    trial.note("handle", ", ".join(sorted(watch.handles)))
