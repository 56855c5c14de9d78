"""The grader's side of the fork server: start it, have it fork workers, watch and end them."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
from collections.abc import Sequence
from typing import Any, Final

from grader.errors import UsageError
from grader.model.isolation import Isolation
from grader.sandbox.confinement import bubblewrap
from grader.sandbox.confinement.kernel import find_unused_users, is_root
from grader.sandbox.confinement.readable import Readable
from grader.sandbox.fork_protocol import ASK_CPU, KILL, MAX_MESSAGE_BYTES, Ending, Order, Ready, Setup
from grader.sandbox.process import OPTIONS, describe_ending, worker_environment
from grader.wire.channel import MAX_FRAME_BYTES, Channel

__all__ = ["ForkServer", "ForkServerError", "ForkedWorker"]

_BOOT: Final = """
import sys
sys.path.extend(sys.argv[2:])
import os, socket
from grader.sandbox.forkserver import main
main(socket.socket(fileno=int(sys.argv[1])))
os._exit(0)
"""
_START_SECONDS: Final = 60.0
_ANSWER_SECONDS: Final = 30.0
_END_SECONDS: Final = 5.0
_UNIMPORTABLE: Final = "A package of the assignment cannot be imported where submissions run. {problem}."
_REPAIR: Final = "Install a version that fits this Python, or take the package out of `packages`."
_STEPS_BEYOND_L1: Final = ("identity", "capabilities", "landlock", "seccomp")


class ForkServerError(Exception):
    """A fork server could not be started, or has ended."""


class ForkedWorker:
    """A worker that the fork server forked.

    Args:
        channel: Our side of the conversation.
        handle: Our side of the socket over which the fork server answers for the worker.
    """

    def __init__(self, channel: Channel, handle: socket.socket) -> None:
        self.channel = channel
        self._handle = handle
        self._ending: Ending | None = None
        handle.settimeout(_ANSWER_SECONDS)

    def cpu_seconds(self) -> float:
        """CPU time the worker has used so far, or in all once it has ended, in seconds."""
        answer = self._ask(ASK_CPU)
        return answer if isinstance(answer, float) else answer.cpu_seconds

    def kill(self, grace: float = 0.0) -> str:
        """End the worker for good; describe how it had ended, if it did within `grace` seconds."""
        if self._ending is None:
            select.select([self._handle], [], [], grace)
        ending = self._ask(KILL)
        self.channel.close()
        self._handle.close()
        if not isinstance(ending, Ending) or (ending.killed and ending.status == -signal.SIGKILL):
            return ""
        return ending.fault or describe_ending(ending.status)

    @property
    def fault(self) -> str:
        """Why the process never became a worker; empty if it did, or is not known to have ended."""
        if self._ending is None:
            return ""
        if self._ending.status == Ending.NOT_CONFINED:
            return "it could not be confined"
        return self._ending.fault

    def _ask(self, request: bytes) -> float | Ending:
        if self._ending is not None:
            return self._ending
        # If it has ended, the last message may still be there.
        with contextlib.suppress(OSError):
            self._handle.send(request)
        try:
            message = self._handle.recv(MAX_MESSAGE_BYTES)
        except OSError:
            message = b""
        if not message:
            self._ending = Ending(fault="the process that starts workers has gone")
            return self._ending
        answer = json.loads(message)
        if isinstance(answer, float):
            return answer
        self._ending = Ending.from_bytes(message)
        return self._ending


class ForkServer:
    """A fork server at one level; nothing waits for it until `wait_until_ready` or an answer of a worker.

    Args:
        level: The level of its workers.
        readable: Files that they may read.
        without: Steps of the lock-down to leave out, in tests that show what a step prevents.

    Raises:
        ForkServerError: It could not be started at all.
    """

    def __init__(self, level: Isolation, readable: Readable, without: Sequence[str] = ()) -> None:
        self.level = level
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ready: Ready | None = None
        self._complaints = b""
        with theirs:
            try:
                self._process = self._spawn(readable, theirs.fileno())
            except (OSError, ForkServerError):
                self._control.close()
                raise
        left_out = {*without, *(_STEPS_BEYOND_L1 if level is Isolation.L1 else ())}
        users = find_unused_users() if is_root() and "identity" not in left_out else None
        setup = Setup(
            stdlib=readable.stdlib,
            packages=readable.packages,
            users=users,
            without=tuple(sorted(left_out)),
            modules=dict(readable.modules),
            named=dict(readable.named),
        )
        self._control.settimeout(_START_SECONDS)
        # If it has ended by now, `wait_until_ready` finds the reason.
        with contextlib.suppress(ForkServerError):
            self._send(setup.to_bytes(), ())

    def start(self, probe: dict[str, Any] | None = None) -> ForkedWorker:
        """Have a worker forked, without waiting for it; it may use the processors that this process may use.

        Args:
            probe: Targets of the canaries; without them the worker runs a submission.

        Raises:
            ForkServerError: The fork server is gone.
        """
        ours, channel = socket.socketpair()
        watch, handle = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = Order(cores=tuple(os.sched_getaffinity(0)), probe=probe)
        with channel, handle:
            try:
                self._send(order.to_bytes(), (channel.fileno(), handle.fileno()))
            except ForkServerError:
                ours.close()
                watch.close()
                raise
        return ForkedWorker(Channel(ours, MAX_FRAME_BYTES), watch)

    def wait_until_ready(self) -> Ready:
        """Wait until it has imported what it needs.

        Raises:
            ForkServerError: It cannot serve, for the reason given.
            UsageError: A package that the assignment names cannot be imported.
        """
        if self._ready is None:
            try:
                message = self._control.recv(MAX_MESSAGE_BYTES)
            except TimeoutError as error:
                raise ForkServerError("the process that starts workers does not answer") from error
            except OSError:
                message = b""  # it ended without reading all it was sent
            if not message:
                raise ForkServerError(self._ending_complaint())
            self._ready = Ready.from_bytes(message)
        if self._ready.unimportable:
            raise UsageError(_UNIMPORTABLE.format(problem=self._ready.unimportable), _REPAIR)
        if self._ready.fault:
            raise ForkServerError(self._ready.fault)
        return self._ready

    def close(self) -> None:
        """End it with all its workers, and wait until they are gone."""
        self._control.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def _send(self, message: bytes, descriptors: Sequence[int]) -> None:
        try:
            socket.send_fds(self._control, [message], descriptors)
        except OSError as error:
            raise ForkServerError(self._ending_complaint()) from error

    def _spawn(self, readable: Readable, control: int) -> "subprocess.Popen[bytes]":
        inside = [readable.interpreter, *OPTIONS, "-S", "-c", _BOOT, str(control), *readable.import_paths]
        return subprocess.Popen(
            [*self._container(readable), *inside],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
            env=worker_environment(),
            pass_fds=(control,),
            start_new_session=True,  # the grader handles an interrupt from the keyboard
        )

    def _container(self, readable: Readable) -> list[str]:
        if self.level is not Isolation.L4:
            return []
        program = bubblewrap.find()
        if program is None:
            raise ForkServerError("bubblewrap is not installed")
        return bubblewrap.command(program, readable, as_root=is_root())

    def _ending_complaint(self) -> str:
        """Return the last line it wrote before it ended."""
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return "the process that starts workers does not answer"
        self._complaints += b"" if self._process.stderr is None else self._process.stderr.read()
        lines = self._complaints.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"it {describe_ending(self._process.returncode)} without a message"
