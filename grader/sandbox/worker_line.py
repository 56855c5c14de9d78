"""Messages to a worker and its answers, each within its time."""

import time

from grader.model.limits import Limits
from grader.sandbox.deadline import Deadline, TimeAccount
from grader.sandbox.faults import WallClock
from grader.sandbox.process import WorkerProcess
from grader.wire.channel import RESET, RESET_DONE

__all__ = ["NotResetError", "RequestAhead", "WorkerLine"]


class NotResetError(Exception):
    """The worker did not forget the check before."""


class RequestAhead:
    """A request that is made ahead of the suite; another one, or `close`, ends the time that it takes."""

    def __init__(self) -> None:
        self._deadline: Deadline | None = None

    def begin(self, deadline: Deadline) -> None:
        """Begin another request, with a deadline that was made for it."""
        self.close()
        self._deadline = deadline

    @property
    def deadline(self) -> Deadline:
        """Its deadline, which goes on with the answers to questions of the worker."""
        if self._deadline is None:
            raise RuntimeError("the worker has asked before it was asked for anything")
        return self._deadline

    def close(self) -> None:
        """End the request, if there is one."""
        if self._deadline is not None:
            self._deadline.end()
            self._deadline = None


class WorkerLine:
    """Carries messages to one worker after the other, and counts the time that they take.

    Args:
        limits: What a submission may use.
        patience: As for `TimeAccount`.

    Attributes:
        time: What all of it has taken.
        reset_due: Whether the worker has to forget the check before with the next request.
    """

    def __init__(self, limits: Limits, patience: float | None = None) -> None:
        self._limits = limits
        self.time = TimeAccount(limits, patience)
        self.reset_due = False

    def ask(self, process: WorkerProcess, deadline: Deadline, message: bytes, *, sent: bool = False) -> bytes:
        """Send a message, unless that is done, and receive the answer.

        Raises:
            ChannelClosed: The worker is gone.
            FrameError: The message, or the answer, is too long.
            TimedOut: The answer takes too much time.
            WallClock: So it does by the clock, or the worker takes no message.
        """
        if not sent:
            self._send(process, message)
        return self._receive(process, deadline)

    def reset_with(self, process: WorkerProcess, frame: bytes) -> bool:
        """Have the worker forget the check before, if it has not, and send a request with the same message.

        Returns:
            Whether that is done.

        Raises:
            NotResetError: It does not; nothing of the next check has run.
        """
        if not self.reset_due:
            return False
        self.reset_due = False
        try:
            with self.time.deadline(process, "reset") as deadline:
                self._send(process, RESET, frame)
                answer = self._receive(process, deadline)
        # It failed between two checks, in whatever way: neither of them is to blame.
        except Exception as error:
            raise NotResetError from error
        if answer != RESET_DONE:
            raise NotResetError
        return True

    def _send(self, process: WorkerProcess, *frames: bytes) -> None:
        try:
            process.channel.send(*frames, timeout=self._limits.wall_seconds_per_call)
        except TimeoutError as error:
            raise WallClock("the process that runs the code takes no message") from error

    def _receive(self, process: WorkerProcess, deadline: Deadline) -> bytes:
        while True:
            began = time.monotonic()
            frame = process.channel.receive(deadline.until_check())
            self.time.spend(time.monotonic() - began)
            if frame is not None:
                return frame
            deadline.check()
            self.time.check_clock(process)
