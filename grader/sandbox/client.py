"""The grader's side of a worker: requests with deadlines, replacement of a worker that died."""

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from grader.sandbox.faults import (
    Crashed,
    Missing,
    NotStarted,
    OutOfMemory,
    Raised,
    StudentFault,
    TimedOut,
    WallClock,
)
from grader.sandbox.limits import WorkerLimits
from grader.sandbox.process import WorkerProcess, start_worker
from grader.wire.channel import ChannelClosed, FrameError
from grader.wire.codec import CodecError, Lent, decode, encode

__all__ = ["Sandbox"]

_POLL_SECONDS: Final = 0.05
_MODULE_LEVEL: Final = "<module>"


class Sandbox:
    """Runs one submission in a worker and replaces the worker when it dies.

    Args:
        source: Text of the submission.
        limits: What it may use.
        start: Starts a worker process.
    """

    def __init__(
        self, source: str, limits: WorkerLimits, start: Callable[[], WorkerProcess] = start_worker
    ) -> None:
        self.limits = limits
        self.epoch = 0
        self.output = ""
        self._source = source
        self._start = start
        self._process: WorkerProcess | None = None
        self._names: dict[str, bool] = {}
        self._loaded = False
        self._load_fault: StudentFault | None = None
        self._waited = 0.0
        self._spent_by_others = 0.0
        self._lent: list[Callable[..., object]] = []

    def prepare(self) -> None:
        """Start a worker, if none runs, without waiting for it."""
        if self._process is None:
            self._process = self._start()
            self._loaded = False

    def names(self) -> dict[str, bool]:
        """Public names of the loaded submission, and whether each can be called.

        Raises:
            StudentFault: The submission did not load.
            WallClock: It did not load in time by the clock, though its CPU time was not used up.
        """
        self._load()
        return self._names

    def request(self, kind: str, *operands: object) -> dict[str, Any]:
        """Send a request to the worker with the submission loaded and wait for the reply.

        Args:
            kind: `run`, `assume` or `reset`.
            operands: As the worker takes them.

        Raises:
            StudentFault: The student's code failed, by what its class says.
            WallClock: The clock ran out before the CPU time did.
        """
        self._load()
        return self._exchange(kind, *operands)

    def reset(self) -> None:
        """Forget objects, assumptions and lent callables of the check that ended."""
        self._lent.clear()
        self.output = ""
        if self._loaded:
            self._exchange("reset")

    def lend(self, function: Callable[..., object]) -> Lent:
        """Let the worker call `function` until the next reset."""
        self._lent.append(function)
        return Lent(len(self._lent) - 1)

    def close(self) -> str:
        """End the worker; say how it had ended if it was gone already."""
        process, self._process = self._process, None
        self._loaded = False
        if process is None:
            return ""
        self._spent_by_others += process.cpu_seconds()
        return process.kill()

    def _load(self) -> None:
        """Load the submission unless that is done; one that failed by itself is not tried again."""
        if self._load_fault is not None:
            raise self._load_fault
        if self._loaded:
            return
        self.prepare()
        self.epoch += 1
        try:
            self._names = self._exchange("load", self._source, asdict(self.limits))["names"]
        except StudentFault as fault:
            self._load_fault = fault
            raise
        self._loaded = True

    def _exchange(self, kind: str, *operands: object) -> dict[str, Any]:
        process = self._process
        if process is None or self._exhausted(process):
            raise TimedOut(f"the submission has used up its {self.limits.cpu_seconds_total:g} s of CPU time")
        try:
            return self._converse(process, encode([kind, *operands]))
        except ChannelClosed:
            ending = self.close()
            raise Crashed(f"the process that ran the code {ending or 'went away'}") from None
        except (CodecError, FrameError, LookupError, TypeError, ValueError) as error:
            self.close()
            raise Crashed(
                f"the process that ran the code sent something that is no reply: {error}"
            ) from error

    def _converse(self, process: WorkerProcess, frame: bytes) -> dict[str, Any]:
        deadline = _Deadline(process, self.limits)
        process.channel.send(frame, timeout=self.limits.wall_seconds_per_call)
        while True:
            answer = self._await(process, deadline)
            reply = _reply(answer)
            if "call" not in reply:
                break
            process.channel.send(
                self._answer(_reply(answer, writable=True)), timeout=self.limits.wall_seconds_per_call
            )
        self._waited += deadline.waited()
        self.output += str(reply.get("output", ""))
        if "error" in reply:
            raise _fault(reply["error"])
        return reply

    def _await(self, process: WorkerProcess, deadline: "_Deadline") -> bytes:
        frame = process.channel.receive(_POLL_SECONDS)
        while frame is None:
            try:
                deadline.check()
            except (TimedOut, WallClock):
                self.close()
                raise
            frame = process.channel.receive(_POLL_SECONDS)
        return frame

    def _exhausted(self, process: WorkerProcess) -> bool:
        """Whether the CPU budget is spent; time waited bounds it from above and costs nothing to know."""
        total = self.limits.cpu_seconds_total
        return self._waited > total and self._spent_by_others + process.cpu_seconds() > total

    def _answer(self, call: dict[str, Any]) -> bytes:
        """Run a lent callable for the worker; its arguments travel back with their contents."""
        function = self._lent[int(call["call"])]
        args = call["args"]
        try:
            value = function(*args, **call["kwargs"])
            return encode({"value": value, "args": args})
        # The student chose the arguments, so whatever comes of them is theirs to see.
        except Exception as error:  # noqa: BLE001
            return encode({"error": f"{type(error).__name__}: {error}"})


def _reply(frame: bytes, *, writable: bool = False) -> dict[str, Any]:
    reply = decode(frame, reference=lambda reference: reference, writable=writable)
    if type(reply) is not dict:
        raise CodecError("a reply must be a dict")
    return reply


class _Deadline:
    """When to give up on one call: by its CPU time, and generously by the clock.

    Args:
        process: The worker that runs the call.
        limits: What the call may use.
    """

    def __init__(self, process: WorkerProcess, limits: WorkerLimits) -> None:
        self._process = process
        self._limits = limits
        self._began = time.monotonic()
        self._cpu_before: float | None = None

    def waited(self) -> float:
        """Seconds since the call began, by the clock."""
        return time.monotonic() - self._began

    def check(self) -> None:
        """Ask the system for the CPU time used; called only when waiting gets long, for most calls are short.

        Raises:
            TimedOut: The call has used up its CPU time.
            WallClock: It has not, but the clock has run out.
        """
        used = self._process.cpu_seconds()
        if self._cpu_before is None:
            self._cpu_before = used - min(used, self.waited())
        if used - self._cpu_before > self._limits.cpu_seconds_per_call:
            raise TimedOut(f"the call took more than {self._limits.cpu_seconds_per_call:g} s of CPU time")
        if self.waited() > self._limits.wall_seconds_per_call:
            raise WallClock(f"no answer within {self._limits.wall_seconds_per_call:g} s by the clock")


def _fault(error: dict[str, Any]) -> StudentFault:
    kind, message = str(error["type"]), str(error["message"])
    frames = [(int(line), str(function)) for line, function in error["frames"]]
    if kind == "NotImplementedError" and frames:
        function = frames[-1][1]
        if function != _MODULE_LEVEL:
            return NotStarted(f"`{function}` is not started", frames, function, len(frames) == 1)
    if kind == "MemoryError":
        return OutOfMemory("the code asked for more memory than it may use", frames)
    if kind == "AttributeError" and not frames:
        return Missing(message, frames, "")
    return Raised(message, frames, kind)
