"""A sandbox with limits of an attack's own, on a channel that is watched."""

import select
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.forked_worker import ForkedWorker
from grader.sandbox.worker_line import WorkerLine
from grader.wire.channel import MAX_FRAME_BYTES, Channel
from tests.attacks.harness.attack import Attack

__all__ = ["AttackLimits", "ObservedSandbox"]

_NO_CAP: Final = 1 << 31
_RELAXED: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackLimits(Limits):
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
            memory_mb=int(widened("memory", "memory-limit")),
            output_kb=int(widened("output", "output-cap")),
            wall_seconds=widened("wall", "wall-deadline"),
            max_frame=_NO_CAP if "frame-cap" in without else MAX_FRAME_BYTES,
        )

    def plain(self) -> Limits:
        """What of them a worker is told."""
        return Limits(
            cpu_seconds_per_call=self.cpu_seconds_per_call,
            cpu_seconds_total=self.cpu_seconds_total,
            memory_mb=self.memory_mb,
            output_kb=self.output_kb,
        )


class Observed(Channel):
    """A channel that knows how much of one message it has taken at most, and of bytes sent out of turn."""

    greatest = 0
    urgent = False

    def _fill(self, timeout: float | None) -> None:
        select.select([self._socket], [], [self._socket], timeout)
        with suppress(OSError):  # there is none
            self._socket.setblocking(False)
            self.urgent |= bool(self._socket.recv(1, socket.MSG_OOB))
        super()._fill(0.001)  # what there is, by now
        of_long = 0 if self._long is None else self._long.received
        self.greatest = max(self.greatest, len(self._buffer), of_long)


class ObservedSandbox(Sandbox):
    """A sandbox with an attack's own limits and an observed channel."""

    def __init__(self, source: str, limits: AttackLimits, start: Callable[[], ForkedWorker]) -> None:
        self.channels: list[Observed] = []
        self.workers: list[ForkedWorker] = []
        self.kept = 0  # characters of output, at most

        def observed() -> ForkedWorker:
            worker = start()
            sock = worker.channel._socket  # noqa: SLF001  # the same socket under a watched channel
            worker.channel = Observed(sock, limits.max_frame)
            self.channels.append(worker.channel)
            self.workers.append(worker)
            return worker

        super().__init__(source, limits.plain(), observed)
        # What the worker is told is plain; the grader's own deadlines are the attack's.
        self._told, self.limits = self.limits, limits
        self._line = WorkerLine(limits)

    def _exchange(self, kind: str, *operands: object) -> dict[str, Any]:
        if kind == "load":
            operands = (operands[0], asdict(self._told), *operands[2:])
        return super()._exchange(kind, *operands)
