"""Run an attack and see, from outside, what became of it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.grading import Target, grade
from grader.reports import render_json, render_terminal
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import StudentFault, WallClock
from grader.sandbox.forked import ForkedWorker
from grader.sandbox.levels import Level
from grader.sandbox.limits import MAX_FRAME_BYTES, WorkerLimits
from grader.scoring import Report
from grader.suite import run as suite_run
from grader.suite.compare import Expect, Tolerance, WrongAnswer
from grader.suite.handles import HandleError
from grader.suite.session import Session
from grader.suite.verdicts import verdict_of
from grader.wire.channel import Channel
from tests.attacks.harness.attack import Attack
from tests.attacks.harness.course import inputs_of, right_answers
from tests.attacks.harness.watch import Watch, descendants
from tests.attacks.harness.world import World, settle

__all__ = ["AttackLimits", "Trial", "run_check", "run_suite"]

_EXPECTED: Final = (StudentFault, WallClock, WrongAnswer, HandleError)
_NO_CAP: Final = 1 << 31
_OWN_MEMORY: Final = 300 << 20
_RELAXED: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackLimits(WorkerLimits):
    """Limits of an attack: shorter than a course's, for the attack will use them up.

    Attributes:
        wall_seconds: Seconds a call may take by the clock.
        max_frame: Greatest length of a message that the grader takes.
    """

    wall_seconds: float = 6.0
    max_frame: int = MAX_FRAME_BYTES

    @property
    def wall_seconds_per_call(self) -> float:
        """Seconds a call may take by the clock."""
        return self.wall_seconds

    @classmethod
    def of(cls, attack: Attack, without: frozenset[str] = frozenset()) -> "AttackLimits":
        """Limits of an attack, some of them widened."""
        usual = {"cpu": 0.5, "wall": 6.0, "memory": 400.0, "output": 4.0, **attack.limits}

        def widened(name: str, defence: str) -> float:
            return usual[name] * (_RELAXED if defence in without else 1.0)

        cpu = widened("cpu", "cpu-deadline")
        return cls(
            cpu_seconds_per_call=cpu,
            cpu_seconds_total=4 * cpu,
            memory_bytes=int(widened("memory", "memory-limit") * 1e6),
            output_bytes=int(widened("output", "output-cap") * 1e3),
            wall_seconds=widened("wall", "wall-deadline"),
            max_frame=_NO_CAP if "frame-cap" in without else MAX_FRAME_BYTES,
        )

    def plain(self) -> WorkerLimits:
        """What of them a worker is told."""
        return WorkerLimits(
            cpu_seconds_per_call=self.cpu_seconds_per_call,
            cpu_seconds_total=self.cpu_seconds_total,
            memory_bytes=self.memory_bytes,
            output_bytes=self.output_bytes,
        )


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


class _Observed(Channel):
    """A channel that knows how much of one message it has taken at most."""

    greatest = 0

    def _fill(self, timeout: float | None) -> None:
        super()._fill(timeout)
        self.greatest = max(self.greatest, len(self._buffer))


class _Patient(Sandbox):
    """A sandbox with an attack's own limits and an observed channel."""

    def __init__(self, source: str, limits: AttackLimits, start: Callable[[], ForkedWorker]) -> None:
        self.channels: list[_Observed] = []
        self.workers: list[ForkedWorker] = []
        self.kept = 0

        def observed() -> ForkedWorker:
            worker = start()
            sock = worker.channel._socket  # noqa: SLF001  # the same socket under a watched channel
            worker.channel = _Observed(sock, limits.max_frame)
            self.channels.append(worker.channel)
            self.workers.append(worker)
            return worker

        super().__init__(source, limits.plain(), observed)
        # What the worker is told is plain; the grader's own deadlines are the attack's.
        self._told, self.limits = self.limits, limits

    def _exchange(self, kind: str, *operands: object) -> dict[str, Any]:
        if kind == "load":
            from dataclasses import asdict  # of no use elsewhere

            operands = (operands[0], asdict(self._told))
        return super()._exchange(kind, *operands)


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
    _judge_world(trial, world, known)
    _judge_watch(trial, watch, limits, permitted=2 if beside else 1)
    return trial


@contextmanager
def _neighbour(world: World, start: Callable[[], ForkedWorker]) -> Iterator[None]:
    """Have another worker beside the attack's, as when a solution runs, which knows a secret."""
    sandbox = Sandbox(f"NOTE = {world.secrets['neighbour']!r} * 10\n", WorkerLimits(), start)
    sandbox.names()
    try:
        yield
    finally:
        sandbox.close()


def _sandbox(
    attack: Attack, world: World, phase: int, start: Callable[[], ForkedWorker], without: frozenset[str]
) -> _Patient:
    return _Patient(world.fill(attack.source, phase), AttackLimits.of(attack, without), start)


def _one_phase(attack: Attack, world: World, phase: int, sandbox: _Patient, trial: Trial) -> None:
    import time  # beside its one use

    began = time.monotonic()
    carriers: list[bytes] = []
    error = _check(sandbox, carriers)
    trial.verdict = "timeout" if isinstance(error, WallClock) else str(verdict_of(error).outcome or "wrong")
    trial.message = f"{type(error).__name__}: {error}"
    waited = time.monotonic() - began
    carriers.append(f"{error!r} {getattr(error, 'frames', '')}".encode())
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
    greatest = max((channel.greatest for channel in sandbox.channels), default=0)
    if greatest > MAX_FRAME_BYTES + (1 << 17):
        trial.note("flood", f"{greatest} bytes of one message were taken")


def _check(sandbox: _Patient, carriers: list[bytes]) -> BaseException | None:
    """Run what a check runs; keep everything that leaves the worker."""
    session = Session(sandbox, {})
    expect = Expect(Tolerance())
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
        with suppress(ValueError, OverflowError):
            yield bytes(int(item) for item in value.ravel()[: 10**6].tolist())
    elif isinstance(value, bytes):
        yield value
    elif not isinstance(value, str | int | float | complex | None | np.generic):
        return
    else:
        yield str(value).encode("utf-8", "replace")


def _judge_world(trial: Trial, world: World, known: set[int]) -> None:
    settle(lambda: not descendants(os.getpid()) - known, seconds=0.5)
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


def run_suite(attack: Attack, world: World, level: Level) -> tuple[Trial, Report]:
    """Hand an attack in and have it graded at a level; the verdict is its points."""
    world.reset()
    known = descendants(os.getpid())
    (assignment,) = world.course.assignments
    target = Target(assignment=assignment, path=world.hand_in(attack), name="submission.py")
    with Watch(known) as watch, _runner(level) as runner:
        report = grade(world.course, [target], seed=1, runners=[runner])
    (graded,) = report.assignments
    points = sum(part.points for part in graded.parts)
    trial = Trial(f"{float(points):g} points", message=f"{graded.fault}{graded.unusable}")
    shown = (render_json(report), render_terminal(report, width=200))
    trial.note("secret", world.found_in(text.encode("utf-8", "replace") for text in shown))
    del watch
    _judge_world(trial, world, known)
    return trial, report


@contextmanager
def _runner(level: Level) -> Iterator[suite_run.Runner]:
    """Start a runner process that confines at one level."""
    usual = suite_run._COMMAND  # noqa: SLF001  # the one place that says how a runner starts
    suite_run._COMMAND = (*usual, level.name)  # type: ignore[misc,assignment]  # noqa: SLF001  # as above
    try:
        runner = suite_run.Runner()
    finally:
        suite_run._COMMAND = usual  # type: ignore[misc]  # noqa: SLF001  # as above
    with runner:
        yield runner


def folder_of(path: Path) -> Path:
    """Give the folder of what was handed in."""
    return path if path.is_dir() else path.parent
